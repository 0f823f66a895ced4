using System.Globalization;
using System.Numerics;

namespace DataCuration.FastText;

/// <summary>
/// Reads a training file word by word as the C++ program does (dictionary.cc, readWord). White space and NUL separate words, and a line end is the word
/// <c>&lt;/s&gt;</c>.
/// </summary>
internal sealed class FastTextTokenReader(Stream stream) : IDisposable
{
    /// <summary>The maximum length of a word in bytes, which limits the buffer.</summary>
    private const int MaxWord = 1 << 24;

    private static readonly uint EndHash = FastTextHash.Compute(EndOfLine);
    private byte[] buffer = new byte[1 << 16];
    private int at, filled;

    public static ReadOnlySpan<byte> EndOfLine => "</s>"u8;

    /// <summary>Gets a value indicating whether the end of the stream was reached.</summary>
    public bool Ended { get; private set; }

    /// <summary>Gets a value indicating whether the last word was a line end, and not <c>&lt;/s&gt;</c> in the text.</summary>
    public bool IsLineEnd { get; private set; }

    public static bool IsSpace(byte value) =>
        value <= ' ' && ((1UL << value) & ((1UL << ' ') | (1UL << '\n') | (1UL << '\r') | (1UL << '\t') | (1UL << '\v') | (1UL << '\f') | 1)) != 0;

    /// <summary>Moves to a position in the stream, which can be inside a word.</summary>
    public void Seek(long position)
    {
        stream.Position = position;
        (at, filled, Ended) = (0, 0, false);
    }

    /// <summary>Reads the next word.</summary>
    /// <param name="word">The word, valid until the next call.</param>
    /// <param name="hash">The word's <see cref="FastTextHash"/>.</param>
    /// <returns>False at the end of the stream.</returns>
    public bool TryRead(out ReadOnlySpan<byte> word, out uint hash)
    {
        while (true)
        {
            while (at < filled && IsSpace(buffer[at]))
            {
                if (buffer[at++] != '\n') continue;
                word = EndOfLine;
                hash = EndHash;
                IsLineEnd = true;
                return true;
            }
            if (at < filled) break;
            if (Fill(filled)) continue;
            word = default;
            hash = 0;
            return false;
        }
        IsLineEnd = false;
        int end = at;
        hash = FastTextHash.Seed;
        while (true)
        {
            byte[] bytes = buffer;
            int limit = filled;
            uint running = hash;
            while ((uint)end < (uint)bytes.Length && end < limit && !IsSpace(bytes[end])) running = FastTextHash.Append(running, bytes[end++]);
            hash = running;
            if (end < limit) break;
            int length = end - at;
            bool more = Fill(at); // moves the word to the front of the buffer
            end = at + length;
            if (!more) break;
        }
        word = buffer.AsSpan(at, end - at);
        // The separator is read with the word, except a line end, which is a word of its own.
        at = end < filled && buffer[end] != '\n' ? end + 1 : end;
        return true;
    }

    /// <summary>Returns true if no bytes follow, not even white space.</summary>
    public bool IsAtEnd() => at == filled && !Fill(filled);

    /// <summary>Reads to the end and returns the number of words, including line ends.</summary>
    public long CountRest(CancellationToken cancellationToken)
    {
        long count = 0;
        while (TryRead(out _, out _))
            if ((++count & 0xFFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
        return count;
    }

    public void Dispose() => stream.Dispose();

    /// <summary>Moves the bytes from a position on to the front of the buffer, and reads more after them.</summary>
    private bool Fill(int from)
    {
        int kept = filled - from;
        if (kept > MaxWord) throw new InvalidDataException(
            string.Create(CultureInfo.InvariantCulture, $"The text contains a word of more than {MaxWord} bytes before byte {stream.Position}."));
        if (kept > buffer.Length / 2)
        {
            var larger = new byte[BitOperations.RoundUpToPowerOf2((uint)kept * 2 + 1)];
            buffer.AsSpan(from, kept).CopyTo(larger);
            buffer = larger;
        }
        else
        {
            buffer.AsSpan(from, kept).CopyTo(buffer);
        }
        (at, filled) = (0, kept);
        int read = stream.Read(buffer, kept, buffer.Length - kept);
        filled += read;
        if (read == 0) Ended = true;
        return read > 0;
    }
}
