using System.Text;

namespace DataCuration.Filters;

/// <summary>Cuts a document between two places, given as indexes or as texts (NeMo Curator's <c>Slicer</c>).</summary>
public sealed class NemoSlicer : NemoModifier
{
    /// <summary>The index of the first character that stays; a negative one counts from the end. Default: 0.</summary>
    public int Left { get; init; }

    /// <summary>The index after the last character that stays; a negative one counts from the end. Default: null, for the end.</summary>
    public int? Right { get; init; }

    /// <summary>
    /// The text from whose first occurrence on characters stay, in place of <see cref="Left"/>. A document without it becomes empty. Default: null.
    /// </summary>
    public string? LeftText { get; init; }

    /// <summary>
    /// The text up to whose last occurrence characters stay, in place of <see cref="Right"/>. A document without it becomes empty. Default: null.
    /// </summary>
    public string? RightText { get; init; }

    /// <summary>True to keep <see cref="LeftText"/> itself. Default: true.</summary>
    public bool IncludesLeft { get; init; } = true;

    /// <summary>True to keep <see cref="RightText"/> itself. Default: true.</summary>
    public bool IncludesRight { get; init; } = true;

    /// <summary>True to remove white space at both ends of the result. Default: true.</summary>
    public bool Strips { get; init; } = true;

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Left), Left);
        writer.AddOptional(nameof(Right), Right);
        writer.Add(nameof(LeftText), LeftText);
        writer.Add(nameof(RightText), RightText);
        writer.Add(nameof(IncludesLeft), IncludesLeft);
        writer.Add(nameof(IncludesRight), IncludesRight);
        writer.Add(nameof(Strips), Strips);
    }

    private protected override ReadOnlySpan<byte> Modify(ReadOnlySpan<byte> text, TextScratch scratch)
    {
        int count = Utf8.Count(text);
        int start, end;
        if (LeftText is { } left)
        {
            byte[] part = Encoding.UTF8.GetBytes(left);
            start = text.IndexOf(part);
            if (start < 0) return default;
            if (!IncludesLeft) start += part.Length;
        }
        else
        {
            start = Offset(text, Left, count);
        }
        if (RightText is { } right)
        {
            byte[] part = Encoding.UTF8.GetBytes(right);
            end = text.LastIndexOf(part);
            if (end < 0) return default;
            if (IncludesRight) end += part.Length;
        }
        else
        {
            end = Right is { } index ? Offset(text, index, count) : text.Length;
        }
        ReadOnlySpan<byte> result = start < end ? text[start..end] : default;
        return Strips ? Utf8.Trim(result) : result;
    }

    private static int Offset(ReadOnlySpan<byte> text, int index, int count) => Utf8.Skip(text, 0, index < 0 ? Math.Max(0, count + index) : index);
}
