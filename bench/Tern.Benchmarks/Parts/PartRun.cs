using System.Security.Cryptography;
using MimeKit;
using Tern.Benchmarks.Machine;
using Tern.Benchmarks.Mails;
using Tern.Benchmarks.Running;
using Tern.Mail;
using Tern.Reliability.Processes;

namespace Tern.Benchmarks.Parts;

/// <summary>What the work would cost without a desk around it.</summary>
internal sealed class PartRun(BenchPlan plan, WorkFolder work)
{
    internal async Task<PartCosts> RunAsync(CancellationToken cancellationToken)
    {
        var mails = await MailSet.MakeAsync(plan, work, seed: 0, cancellationToken);
        return new PartCosts(
            await PerMailAsync(mails, () => Each(mails, Parse)),
            await PerMailAsync(mails, () => Each(mails, mail => _ = MailReader.Read(mail))),
            await FetchAsync(mails, cancellationToken),
            await PerMailAsync(mails, () => StoreAsync(mails, cancellationToken)));
    }

    private static async Task<double> PerMailAsync(IReadOnlyList<byte[]> mails, Func<Task> work) => await OwnCost.MillisecondsAsync(work) / mails.Count;

    private static Task Each(IReadOnlyList<byte[]> mails, Action<byte[]> read)
    {
        foreach (var mail in mails)
        {
            read(mail);
        }

        return Task.CompletedTask;
    }

    /// <summary>MIME alone: the tree of parts, with every content decoded, because a text that is not decoded is of no use to anyone.</summary>
    private static void Parse(byte[] mail)
    {
        using var stream = new MemoryStream(mail, writable: false);
        using var message = MimeMessage.Load(stream, persistent: true);
        foreach (var part in message.BodyParts.OfType<MimePart>())
        {
            part.Content?.DecodeTo(Stream.Null);
        }
    }

    private async Task<double> FetchAsync(IReadOnlyList<byte[]> mails, CancellationToken cancellationToken)
    {
        await using var tenant = await SimulatedTenant.StartAsync(work, cancellationToken);
        await tenant.ReceiveAsync(mails, cancellationToken);
        using var mailbox = await BareMailbox.SignInAsync(tenant, cancellationToken);
        return await PerMailAsync(mails, () => mailbox.FetchAllAsync(mails.Count, cancellationToken));
    }

    /// <summary>Every source hashed, written under another name, flushed to the disk and renamed: what survives a power cut.</summary>
    private async Task StoreAsync(IReadOnlyList<byte[]> mails, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(work.Combine("sources")).FullName;
        foreach (var mail in mails)
        {
            var name = Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(mail)));
            await using (var file = new FileStream(name + ".new", FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                await file.WriteAsync(mail, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(name + ".new", name, overwrite: true);
        }
    }
}
