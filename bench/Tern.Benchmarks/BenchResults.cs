using Tern.Benchmarks.Mails;
using Tern.Benchmarks.Pages;
using Tern.Benchmarks.Parts;

namespace Tern.Benchmarks;

/// <summary>Everything measured in one run.</summary>
internal sealed class BenchResults
{
    internal List<MailResult> Mail { get; } = [];

    internal List<PageResult> Pages { get; } = [];

    internal Dictionary<Database, RowCost> Rows { get; } = [];

    internal PartCosts? Parts { get; set; }
}
