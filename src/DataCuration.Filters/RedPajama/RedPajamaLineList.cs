using System.Globalization;

namespace DataCuration.Filters;

/// <summary>A list of [start, end, value] in JSON, for one signal of lines. Its memory is reused.</summary>
internal sealed class RedPajamaLineList
{
    private const int MaxKept = 1 << 20, MaxNumber = 32;
    private byte[] json = new byte[1024];
    private int length;

    /// <summary>Empties the list.</summary>
    public void Clear()
    {
        if (json.Length > MaxKept) json = new byte[1024];
        json[0] = (byte)'[';
        length = 1;
    }

    /// <summary>Adds a line's value.</summary>
    /// <param name="place">The start and the end of the line, as <see cref="Format"/> wrote them.</param>
    /// <param name="value">The value.</param>
    public void Add(ReadOnlySpan<byte> place, double value)
    {
        int least = checked(length + place.Length + MaxNumber + 3);
        if (json.Length < least) Array.Resize(ref json, (int)Math.Min(Array.MaxLength, 2L * least));
        if (length > 1) json[length++] = (byte)',';
        place.CopyTo(json.AsSpan(length));
        length += place.Length;
        // Most values are whole numbers, and these are formatted faster as such.
        int whole = (int)value, written;
        if (whole == value && whole >= 0) whole.TryFormat(json.AsSpan(length), out written, default, CultureInfo.InvariantCulture);
        else value.TryFormat(json.AsSpan(length), out written, "R", CultureInfo.InvariantCulture);
        length += written;
        json[length++] = (byte)']';
    }

    /// <summary>Returns the list.</summary>
    public byte[] ToJson() => [.. json.AsSpan(0, length), (byte)']'];

    /// <summary>Formats the start and the end of a line in code points, for all lists.</summary>
    public static ReadOnlySpan<byte> Format(int start, int end, Span<byte> place)
    {
        place[0] = (byte)'[';
        start.TryFormat(place[1..], out int first, default, CultureInfo.InvariantCulture);
        place[first + 1] = (byte)',';
        end.TryFormat(place[(first + 2)..], out int second, default, CultureInfo.InvariantCulture);
        place[first + second + 2] = (byte)',';
        return place[..(first + second + 3)];
    }
}
