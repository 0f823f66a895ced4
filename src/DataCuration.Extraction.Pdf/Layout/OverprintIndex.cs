namespace DataCuration.Extraction.Pdf;

/// <summary>Finds glyphs drawn twice at nearly the same position (simulated bold, shadows). Uses a grid of cells, with constant time per glyph.</summary>
internal sealed class OverprintIndex
{
    /// <summary>The cell size in points. No tolerance is larger, so two cells in each direction are enough.</summary>
    private const double Cell = 2;
    private const int MaxChain = 12;
    private int[] heads = [];
    private int[] stamps = [];
    private int[] next = [];
    private int stamp;

    /// <summary>Starts a page.</summary>
    /// <param name="count">The maximum number of glyphs.</param>
    public void Begin(int count)
    {
        int buckets = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(64, count * 2));
        if (heads.Length < buckets)
        {
            heads = new int[buckets];
            stamps = new int[buckets];
            stamp = 0;
        }
        if (next.Length < count) next = new int[Math.Max(count, next.Length * 2)];
        stamp++;
    }

    /// <summary>Returns true if the glyph was drawn before; otherwise adds it.</summary>
    /// <param name="glyphs">The glyphs of the page, upright.</param>
    /// <param name="index">The index of the glyph.</param>
    public bool IsDrawnAgain(List<PdfGlyph> glyphs, int index)
    {
        PdfGlyph glyph = glyphs[index];
        // Narrow letters can be doubled (ll, ii), so the tolerance stays well below their advance.
        double tolerance = Math.Min(Math.Min(Cell / 2, 0.1 * glyph.Size + 0.1), 0.45 * Math.Max(Math.Abs(glyph.EndX - glyph.X), 0.1 * glyph.Size));
        long x = (long)Math.Floor((glyph.X - tolerance) / Cell), y = (long)Math.Floor((glyph.Y - tolerance) / Cell);
        long lastX = (long)Math.Floor((glyph.X + tolerance) / Cell), lastY = (long)Math.Floor((glyph.Y + tolerance) / Cell);
        for (long cellX = x; cellX <= lastX; cellX++)
            for (long cellY = y; cellY <= lastY; cellY++)
                if (Find(glyphs, glyph, Bucket(cellX, cellY), tolerance)) return true;
        int home = Bucket((long)Math.Floor(glyph.X / Cell), (long)Math.Floor(glyph.Y / Cell));
        next[index] = stamps[home] == stamp ? heads[home] : -1;
        heads[home] = index;
        stamps[home] = stamp;
        return false;
    }

    private bool Find(List<PdfGlyph> glyphs, in PdfGlyph glyph, int bucket, double tolerance)
    {
        if (stamps[bucket] != stamp) return false;
        int steps = 0;
        for (int i = heads[bucket]; i >= 0 && steps < MaxChain; i = next[i], steps++)
        {
            PdfGlyph other = glyphs[i];
            if (Math.Abs(other.X - glyph.X) <= tolerance && Math.Abs(other.Y - glyph.Y) <= tolerance
                && string.Equals(other.Text, glyph.Text, StringComparison.Ordinal)
                && Math.Abs(other.Size - glyph.Size) <= 0.2 * glyph.Size) return true;
        }
        return false;
    }

    private int Bucket(long x, long y) => (int)((ulong)((x * 0x9E3779B1L) ^ (y * 0x85EBCA77L)) & (ulong)(heads.Length - 1));
}
