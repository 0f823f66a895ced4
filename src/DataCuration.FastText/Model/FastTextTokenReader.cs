using System.Globalization;
using System.Numerics;

namespace DataCuration.FastText;

/// <summary>Reads a training file word by word as the C++ program does (dictionary.cc, readWord): white space and NUL part words, a line end is the word <c>&lt;/s&gt;</c>.</summary>
internal sealed class FastTextTokenReader(Stream stream) : IDisposable
{
    /// <summary>A longer word is no word; the buffer does not grow beyond it.</summary>
    private const int MaxWord = 1 << 24;
    private static readonly uint EndHash = FastTextHash.Compute(EndOfLine);
    private byte[] buffer = new byte[1 << 16];
    private int at, filled;

    public static ReadOnlySpan<byte> EndOfLine => "</s>"u8;

    /// <summary>Whether the end of the stream was met.</summary>
    public bool Ended { get; private set; }

    /// <summary>Whether the word read last was a line end, and not <c>&lt;/s&gt;</c> in the text.</summary>
    public bool IsLineEnd { get; private set; }

    public static bool IsSpace(byte value) => value <= ' ' && ((1UL << value) & ((1UL << ' ') | (1UL << '\n') | (1UL << '\r') | (1UL << '\t') | (1UL << '\v') | (1UL << '\f') | 1)) != 0;

    /// <summary>Goes to a place in the stream, which need not be a word's begin.</summary>
    public void Seek(long position)
    {
        stream.Position = position;
        (at, filled, Ended) = (0, 0, false);
    }

    /// <summary>Reads a word; false at the end.</summary>
    /// <param name="word">The word: valid until the next one is read.</param>
    /// <param name="hash">Its <see cref="FastTextHash"/>.</param>
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
            bool more = Fill(at); // moves what is kept to the front
            end = at + length;
            if (!more) break;
        }
        word = buffer.AsSpan(at, end - at);
        // What parts a word from the next is read with it; only a line end is a word of its own.
        at = end < filled && buffer[end] != '\n' ? end + 1 : end;
        return true;
    }

    /// <summary>Whether nothing follows, white space included.</summary>
    public bool IsAtEnd() => at == filled && !Fill(filled);

    /// <summary>How many words follow, line ends included.</summary>
    public long CountRest(CancellationToken cancellationToken)
    {
        long count = 0;
        while (TryRead(out _, out _))
            if ((++count & 0xFFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
        return count;
    }

    public void Dispose() => stream.Dispose();

    /// <summary>Reads on, and keeps the buffer from a place on, which becomes its front.</summary>
    private bool Fill(int from)
    {
        int kept = filled - from;
        if (kept > MaxWord) throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The text holds a word of more than {MaxWord} bytes before byte {stream.Position}."));
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
