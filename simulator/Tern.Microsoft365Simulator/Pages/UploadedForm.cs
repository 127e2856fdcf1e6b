using System.Text;
using MimeKit;
using Tern.Microsoft365Simulator.Customers;

namespace Tern.Microsoft365Simulator.Pages;

/// <summary>A form with files (RFC 7578), or a plain one.</summary>
internal sealed class UploadedForm
{
    private readonly Dictionary<string, string> _fields = [];

    internal List<LetterFile> Files { get; } = [];

    internal string? this[string name] => _fields.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    internal static UploadedForm Read(SimulatedRequest request)
    {
        var form = new UploadedForm();
        if (!MimeKit.ContentType.TryParse(request.Header("Content-Type") ?? string.Empty, out var type) || !type.IsMimeType("multipart", "form-data"))
        {
            foreach (var field in FormFields.OfBody(request).All)
            {
                form._fields[field.Key] = field.Value;
            }

            return form;
        }

        using var body = new MemoryStream(request.Body.ToArray(), writable: false);
        foreach (var part in ((Multipart)MimeEntity.Load(type, body)).OfType<MimePart>())
        {
            form.Add(part);
        }

        return form;
    }

    private void Add(MimePart part)
    {
        using var content = new MemoryStream();
        part.Content?.DecodeTo(content);
        var name = part.ContentDisposition?.Parameters["name"] ?? string.Empty;
        if (part.ContentDisposition?.FileName is not { } file)
        {
            _fields[name] = Encoding.UTF8.GetString(content.ToArray());
        }
        else if (file.Length > 0)
        {
            // An untouched file field comes as a file without a name.
            Files.Add(new LetterFile(file, part.ContentType.MimeType, content.ToArray()));
        }
    }
}
