using System.Buffers;

namespace DataCuration.LanguageModels;

/// <summary>A pooled buffer for one numbered line.</summary>
internal sealed class NumberedLine : IDisposable
{
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(1024);

    /// <summary>Writes a line with its number. The result is valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(int number, ReadOnlySpan<byte> line)
    {
        if (buffer.Length < line.Length + LineNumbers.MaxLength)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = ArrayPool<byte>.Shared.Rent(line.Length + LineNumbers.MaxLength);
        }
        int prefix = LineNumbers.Write(number, buffer);
        line.CopyTo(buffer.AsSpan(prefix));
        return buffer.AsSpan(0, prefix + line.Length);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
}
