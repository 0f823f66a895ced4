namespace DataCuration.Filters;

/// <summary>A buffer for texts in lower case (<see cref="LowerText"/>).</summary>
internal sealed class LowerCaser
{
    private const int MaxKept = 1 << 22;
    private byte[] buffer = new byte[1024];

    /// <summary>Lower-cases a text.</summary>
    /// <returns>The result, until the next call.</returns>
    public ReadOnlySpan<byte> Lower(ReadOnlySpan<byte> text)
    {
        int capacity = LowerText.Capacity(text.Length);
        if (buffer.Length < capacity || buffer.Length > MaxKept) buffer = new byte[Math.Max(capacity, 1024)];
        return buffer.AsSpan(0, LowerText.Write(text, buffer));
    }
}
