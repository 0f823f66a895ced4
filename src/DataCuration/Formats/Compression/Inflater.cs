using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>
/// Decodes deflate (RFC 1951) for files of many small gzip members that may be damaged. Unlike <see cref="System.IO.Compression.DeflateStream"/> it reports
/// exactly where the data ended, returns all bytes that were decoded before damage, and can be restarted at no cost.
/// </summary>
/// <remarks>An instance stays valid after <see cref="Begin"/> until another reader uses its source. Work is linear in the bytes read and written.</remarks>
internal sealed class Inflater : IDisposable
{
    private const int History = 32 * 1024;
    private const int WindowBytes = History + 128 * 1024;
    private const int TrialBytes = 2048;

    // The fast loop can write this many bytes beyond the longest match (258 bytes), and read this many bytes beyond what a step uses.
    private const int OutputSlack = 258 + 64;
    private const int InputSlack = 16;

    private readonly HuffmanTable dynamicLiterals = new(10, 2048);
    private readonly HuffmanTable dynamicDistances = new(8, 1024);
    private readonly HuffmanTable codeLengths = new(7, 128);
    private readonly byte[] lengths = new byte[320];
    private byte[] window = ArrayPool<byte>.Shared.Rent(WindowBytes + OutputSlack);
    private HuffmanTable? fixedLiterals;
    private HuffmanTable? fixedDistances;
    private HuffmanTable literals;
    private HuffmanTable distances;
    private StoredBuffer input = null!;
    private readonly DeflateBits bitInput = new();
    private int windowLimit;
    private long blockLimit;
    private int windowEnd;
    private int windowRead;
    private Phase phase;
    private bool isLastBlock;
    private int storedLeft;
    private int copyLength;
    private int copyDistance;

    public Inflater()
    {
        literals = dynamicLiterals;
        distances = dynamicDistances;
    }

    private enum Phase { Header, Stored, Codes, Finished, Stopped, Truncated, Invalid }

    /// <summary>The error in the data.</summary>
    public string? Error { get; private set; }

    public void Dispose()
    {
        if (window.Length > 0) ArrayPool<byte>.Shared.Return(window);
        window = [];
    }

    /// <summary>Starts at the next byte of a source.</summary>
    /// <param name="source">The deflate data.</param>
    /// <param name="isTrial">True to decode only the first KB, to test whether this is deflate data.</param>
    public void Begin(StoredBuffer source, bool isTrial = false)
    {
        input = source;
        windowLimit = isTrial ? TrialBytes : WindowBytes;
        blockLimit = isTrial ? source.Position + TrialBytes : long.MaxValue;
        bitInput.Begin(source);
        windowEnd = windowRead = 0;
        phase = Phase.Header;
        isLastBlock = false;
        storedLeft = copyLength = copyDistance = 0;
        Error = null;
    }

    /// <summary>Decodes the next bytes.</summary>
    /// <param name="destination">The buffer for the output.</param>
    /// <param name="written">The number of bytes. It is 0 only if the status is not <see cref="InflateStatus.More"/> or the buffer is empty.</param>
    /// <returns>The decoder status. An error is returned only after all decoded bytes. At the end or an error, the source is positioned after the
    /// data.</returns>
    public InflateStatus Read(Span<byte> destination, out int written)
    {
        written = 0;
        while (written < destination.Length)
        {
            if (windowRead == windowEnd)
            {
                if (phase >= Phase.Finished) return Status();
                Decode();
                continue;
            }
            int count = Math.Min(destination.Length - written, windowEnd - windowRead);
            window.AsSpan(windowRead, count).CopyTo(destination[written..]);
            windowRead += count;
            written += count;
        }
        return windowRead == windowEnd && phase >= Phase.Finished ? Status() : InflateStatus.More;
    }

    private InflateStatus Status() => phase switch
    {
        Phase.Finished => InflateStatus.Finished,
        Phase.Stopped => InflateStatus.More,
        Phase.Truncated => InflateStatus.Truncated,
        _ => InflateStatus.Invalid
    };

    /// <summary>Fills the window, or reaches the end of the data.</summary>
    private void Decode()
    {
        if (windowEnd > History)
        {
            window.AsSpan(windowEnd - History, History).CopyTo(window);
            windowEnd = windowRead = History;
        }
        while (phase < Phase.Finished && windowEnd < windowLimit)
        {
            if (phase == Phase.Header) ReadBlockHeader();
            else if (phase == Phase.Stored) CopyStored();
            else if (!TryFastCodes() && phase == Phase.Codes) SlowCode();
        }
        // Whole bytes that were read ahead are returned.
        if (phase == Phase.Finished) bitInput.GiveBack();
    }

    private void Fail(string error)
    {
        Error = error;
        phase = Phase.Invalid;
        bitInput.GiveBack();
    }

    /// <summary>Ensures that bits are buffered. If the input has no more, the data is truncated.</summary>
    private bool Need(int count)
    {
        if (bitInput.Need(count)) return true;
        phase = Phase.Truncated;
        return false;
    }

    private bool TryDecode(HuffmanTable table, out uint entry)
    {
        if (bitInput.TryDecode(table, out entry)) return true;
        phase = Phase.Truncated;
        return false;
    }

    private void ReadBlockHeader()
    {
        if (isLastBlock)
        {
            phase = Phase.Finished;
            return;
        }
        // Empty blocks produce no output, so a test must also end by their number.
        if (input.Position > blockLimit)
        {
            phase = Phase.Stopped;
            return;
        }
        if (!Need(3)) return;
        isLastBlock = bitInput.Take(1) != 0;
        switch (bitInput.Take(2))
        {
            case 0:
                bitInput.Take(bitInput.Count & 7);
                if (!Need(32)) return;
                int length = bitInput.Take(16);
                if (bitInput.Take(16) != (length ^ 0xffff)) Fail("the length of a stored block and its complement do not agree");
                else (storedLeft, phase) = (length, Phase.Stored);
                break;
            case 1:
                UseFixedCodes();
                phase = Phase.Codes;
                break;
            case 2:
                ReadDynamicCodes();
                break;
            default:
                Fail("a block has the reserved type 3");
                break;
        }
    }

    private void CopyStored()
    {
        // Bytes that were read ahead into the bit buffer come first.
        for (; storedLeft > 0 && bitInput.Count > 0 && windowEnd < windowLimit; storedLeft--) window[windowEnd++] = (byte)bitInput.Take(8);
        while (storedLeft > 0 && windowEnd < windowLimit)
        {
            ReadOnlySpan<byte> available = input.Peek(1);
            if (available.IsEmpty)
            {
                phase = Phase.Truncated;
                return;
            }
            int count = Math.Min(Math.Min(storedLeft, available.Length), windowLimit - windowEnd);
            available[..count].CopyTo(window.AsSpan(windowEnd));
            input.Advance(count);
            windowEnd += count;
            storedLeft -= count;
        }
        if (storedLeft == 0) phase = Phase.Header;
    }

    private void UseFixedCodes()
    {
        if (fixedLiterals is null) (fixedLiterals, fixedDistances) = HuffmanTable.CreateFixed();
        (literals, distances) = (fixedLiterals, fixedDistances!);
    }

    private void ReadDynamicCodes()
    {
        if (!Need(14)) return;
        int literalCount = bitInput.Take(5) + 257;
        int distanceCount = bitInput.Take(5) + 1;
        int codeCount = bitInput.Take(4) + 4;
        if (literalCount > 286 || distanceCount > 30)
        {
            Fail($"a block declares {literalCount} literal and {distanceCount} distance codes, more than there are");
            return;
        }
        Span<byte> own = stackalloc byte[19];
        own.Clear();
        for (int i = 0; i < codeCount; i++)
        {
            if (!Need(3)) return;
            own[DeflateSymbols.CodeLengthOrder[i]] = (byte)bitInput.Take(3);
        }
        if (!codeLengths.TryBuild(own, DeflateSymbols.CodeLengths))
        {
            Fail("the code of a block's code lengths is not a prefix code");
            return;
        }
        int total = literalCount + distanceCount;
        int filled = 0;
        while (filled < total)
        {
            if (!TryDecode(codeLengths, out uint entry)) return;
            if ((entry & HuffmanTable.Exception) != 0) { Fail("a code length has no code"); return; }
            int symbol = (int)(entry >> 16);
            if (symbol < 16)
            {
                lengths[filled++] = (byte)symbol;
                continue;
            }
            int extra = symbol == 16 ? 2 : symbol == 17 ? 3 : 7;
            if (!Need(extra)) return;
            int repeat = bitInput.Take(extra) + (symbol == 18 ? 11 : 3);
            if (filled + repeat > total || (symbol == 16 && filled == 0))
            {
                Fail("a repeated code length exceeds the number of codes");
                return;
            }
            lengths.AsSpan(filled, repeat).Fill(symbol == 16 ? lengths[filled - 1] : (byte)0);
            filled += repeat;
        }
        if (lengths[256] == 0) Fail("a block has no code for its end");
        else if (!dynamicLiterals.TryBuild(lengths.AsSpan(0, literalCount), DeflateSymbols.Literals))
            Fail("the code of a block's literals is not a prefix code");
        else if (!dynamicDistances.TryBuild(lengths.AsSpan(literalCount, distanceCount), DeflateSymbols.Distances))
            Fail("the code of a block's distances is not a prefix code");
        else (literals, distances, phase) = (dynamicLiterals, dynamicDistances, Phase.Codes);
    }

    /// <summary>Decodes a literal or a length with its distance, or continues a copy.</summary>
    private void SlowCode()
    {
        if (copyLength == 0)
        {
            if (!TryDecode(literals, out uint entry)) return;
            if ((entry & HuffmanTable.Literal) != 0)
            {
                window[windowEnd++] = (byte)(entry >> 16);
                return;
            }
            if ((entry & HuffmanTable.Exception) != 0)
            {
                if ((entry & HuffmanTable.LengthMask) == 0 || entry >> 16 != 0) Fail("a literal or length has no code");
                else phase = Phase.Header;
                return;
            }
            int extra = (int)(entry >> 8 & 0xff);
            if (!Need(extra)) return;
            int length = (int)(entry >> 16) + bitInput.Take(extra);
            if (!TryDecode(distances, out entry)) return;
            if ((entry & HuffmanTable.Exception) != 0) { Fail("a distance has no code"); return; }
            extra = (int)(entry >> 8 & 0xff);
            if (!Need(extra)) return;
            copyDistance = (int)(entry >> 16) + bitInput.Take(extra);
            if (copyDistance > windowEnd) { Fail($"a distance of {copyDistance} reaches back before the start of the data"); return; }
            copyLength = length;
        }
        for (; copyLength > 0 && windowEnd < windowLimit; copyLength--, windowEnd++) window[windowEnd] = window[windowEnd - copyDistance];
    }

    /// <summary>Decodes while input and window have enough room for complete steps without further checks.</summary>
    /// <returns>False if there was not enough room for any step.</returns>
    private unsafe bool TryFastCodes()
    {
        if (copyLength > 0 || windowEnd >= windowLimit) return false;
        if (input.End - input.Start < InputSlack && input.Peek(InputSlack).Length < InputSlack) return false;
        string? error = null;
        bool isBlockEnd = false;
        fixed (byte* inputStart = &MemoryMarshal.GetArrayDataReference(input.Array), output = &MemoryMarshal.GetArrayDataReference(window))
        fixed (uint* literalEntries = literals.Entries, distanceEntries = distances.Entries)
        {
            byte* next = inputStart + input.Start;
            byte* lastInput = inputStart + input.End - InputSlack;
            byte* to = output + windowEnd;
            byte* lastOutput = output + windowLimit - 1;
            ulong literalMask = (1UL << literals.RootBits) - 1;
            ulong distanceMask = (1UL << distances.RootBits) - 1;
            ulong hold = bitInput.Bits;
            int held = bitInput.Count;
            while (next <= lastInput && to <= lastOutput)
            {
                hold |= Unsafe.ReadUnaligned<ulong>(next) << held;
                next += (63 - held) >> 3;
                held |= 56;
                // 56 bits are enough for three literals of at most 15 bits, or for a length (15 + 5) with its distance (15 + 13).
                uint entry = literalEntries[hold & literalMask];
                if ((entry & HuffmanTable.Literal) != 0)
                {
                    *to++ = (byte)(entry >> 16);
                    hold >>= (int)(entry & HuffmanTable.LengthMask);
                    held -= (int)(entry & HuffmanTable.LengthMask);
                    entry = literalEntries[hold & literalMask];
                    if ((entry & HuffmanTable.Literal) != 0)
                    {
                        *to++ = (byte)(entry >> 16);
                        hold >>= (int)(entry & HuffmanTable.LengthMask);
                        held -= (int)(entry & HuffmanTable.LengthMask);
                        continue;
                    }
                    hold |= Unsafe.ReadUnaligned<ulong>(next) << held;
                    next += (63 - held) >> 3;
                    held |= 56;
                }
                int used;
                if ((entry & (HuffmanTable.Exception | HuffmanTable.Table)) == (HuffmanTable.Exception | HuffmanTable.Table))
                {
                    used = (int)(entry & HuffmanTable.LengthMask);
                    hold >>= used;
                    held -= used;
                    entry = literalEntries[(entry >> 16) + (hold & ((1UL << (int)(entry >> 8 & 0xff)) - 1))];
                    if ((entry & HuffmanTable.Literal) != 0)
                    {
                        *to++ = (byte)(entry >> 16);
                        used = (int)(entry & HuffmanTable.LengthMask);
                        hold >>= used;
                        held -= used;
                        continue;
                    }
                }
                used = (int)(entry & HuffmanTable.LengthMask);
                hold >>= used;
                held -= used;
                if ((entry & HuffmanTable.Exception) != 0)
                {
                    if (used == 0 || entry >> 16 != 0) error = "a literal or length has no code";
                    else isBlockEnd = true;
                    break;
                }
                used = (int)(entry >> 8 & 0xff);
                int length = (int)((entry >> 16) + (hold & ((1UL << used) - 1)));
                hold >>= used;
                held -= used;
                entry = distanceEntries[hold & distanceMask];
                if ((entry & (HuffmanTable.Exception | HuffmanTable.Table)) == (HuffmanTable.Exception | HuffmanTable.Table))
                {
                    used = (int)(entry & HuffmanTable.LengthMask);
                    hold >>= used;
                    held -= used;
                    entry = distanceEntries[(entry >> 16) + (hold & ((1UL << (int)(entry >> 8 & 0xff)) - 1))];
                }
                used = (int)(entry & HuffmanTable.LengthMask);
                hold >>= used;
                held -= used;
                if ((entry & HuffmanTable.Exception) != 0) { error = "a distance has no code"; break; }
                used = (int)(entry >> 8 & 0xff);
                int distance = (int)((entry >> 16) + (hold & ((1UL << used) - 1)));
                hold >>= used;
                held -= used;
                if (distance > to - output) { error = $"a distance of {distance} reaches back before the start of the data"; break; }
                DeflateMatch.Copy(to, distance, length);
                to += length;
            }
            windowEnd = (int)(to - output);
            input.Advance((int)(next - inputStart) - input.Start);
            bitInput.Set(hold, held);
        }
        // A match can extend beyond the regular end of the window. The rest of it is in the slack and belongs to the window.
        if (error is not null) Fail(error);
        else if (isBlockEnd) phase = Phase.Header;
        return true;
    }
}
