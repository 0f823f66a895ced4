using System.Text;

namespace DataCuration.Tokenization;

/// <summary>A normalizer that changes each character on its own.</summary>
internal abstract class PointNormalizer : TextNormalizer
{
    /// <summary>The number of characters that one can become.</summary>
    protected const int MaxPoints = 4;

    /// <summary>Writes what a character becomes.</summary>
    /// <returns>The number of characters written, at most <see cref="MaxPoints"/>.</returns>
    protected abstract int Map(int point, Span<int> target);

    public override void Apply(WorkText text)
    {
        ReadOnlySpan<byte> all = text.Text;
        Span<int> target = stackalloc int[MaxPoints];
        TextBuffer? next = null;
        int done = 0;
        for (int at = 0; at < all.Length;)
        {
            int point = CodePoints.Decode(all, at, out int length);
            int count = Map(point, target);
            if (count != 1 || target[0] != point)
            {
                next ??= text.Begin();
                next.Append(text.Buffer, done, at - done);
                for (int i = 0; i < count; i++) next.Append(target[i], text.Buffer, at, length);
                done = at + length;
            }
            at += length;
        }
        if (next is null) return;
        next.Append(text.Buffer, done, all.Length - done);
        text.Complete();
    }
}

/// <summary>Replaces letters by their lower case, each on its own.</summary>
internal sealed class LowercaseNormalizer : PointNormalizer
{
    private const int CapitalIWithDot = 0x130;

    protected override int Map(int point, Span<int> target)
    {
        target[0] = point;
        if (point < 0x80)
        {
            if (point is >= 'A' and <= 'Z') target[0] = point | 0x20;
            return 1;
        }
        if (point == CapitalIWithDot)
        {
            // The only letter whose lower case has two characters (SpecialCasing.txt).
            (target[0], target[1]) = ('i', 0x307);
            return 2;
        }
        target[0] = Rune.ToLowerInvariant(new Rune(point)).Value;
        return 1;
    }
}

/// <summary>Removes marks.</summary>
internal sealed class StripAccentsNormalizer : PointNormalizer
{
    protected override int Map(int point, Span<int> target)
    {
        target[0] = point;
        return ReferenceClasses.IsMark(point) ? 0 : 1;
    }
}

/// <summary>Removes control characters and replaces spaces, as the <c>nmt</c> rules of SentencePiece do.</summary>
internal sealed class NmtNormalizer : PointNormalizer
{
    protected override int Map(int point, Span<int> target)
    {
        if (point is (>= 1 and <= 8) or 0x0B or (>= 0x0E and <= 0x1F) or 0x7F or 0x8F or 0x9F) return 0;
        target[0] = point is 9 or 10 or 12 or 13 or 0x1680 or (>= 0x200B and <= 0x200F) or 0x2028 or 0x2029 or 0x2581 or 0xFEFF or 0xFFFD ? ' ' : point;
        return 1;
    }
}
