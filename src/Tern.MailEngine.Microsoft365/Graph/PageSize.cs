namespace Tern.MailEngine.Microsoft365.Graph;

/// <summary>How many rows are asked for at once: fewer where more were not answered in time, and after a good many answers more again.</summary>
/// <param name="largest">So many at first.</param>
/// <param name="smallest">Fewer than these are not worth a request.</param>
internal sealed class PageSize(int largest, int smallest)
{
    private const int GoodPagesBeforeLarger = 20;

    private readonly Lock _gate = new();
    private int _goodPages;
    private int? _smaller;

    public int Current => _smaller ?? largest;

    /// <summary>A page came in time; after a good many a larger one is tried.</summary>
    public void Came()
    {
        lock (_gate)
        {
            if (Current < largest && ++_goodPages >= GoodPagesBeforeLarger)
            {
                _smaller = Math.Min(Current * 2, largest);
                _goodPages = 0;
            }
        }
    }

    /// <summary>A page did not come in time.</summary>
    /// <param name="asked">How many rows it was to have.</param>
    /// <returns>False when there is no smaller one to be tried.</returns>
    public bool TrySmaller(int asked)
    {
        lock (_gate)
        {
            _goodPages = 0;
            if (asked <= smallest)
            {
                return false;
            }

            _smaller = Math.Min(Current, Math.Max(asked / 2, smallest));
            return true;
        }
    }
}
