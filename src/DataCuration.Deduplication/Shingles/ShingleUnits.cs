using System.Text;
using DataCuration.Tokenization;

namespace DataCuration.Deduplication;

/// <summary>
/// Cuts a text into the units of its shingles. Unit i is at <c>Starts[i]</c>, and a run of units is one slice of <see cref="ShingleBuffers.Units"/>.
/// </summary>
internal static unsafe class ShingleUnits
{
    /// <summary>Finds the units.</summary>
    /// <returns>The number of units.</returns>
    public static int Find(ReadOnlyMemory<byte> utf8Text, ShingleOptions options, ShingleBuffers buffers)
    {
        ReadOnlySpan<byte> text = utf8Text.Span;
        switch (options.Unit)
        {
            case ShingleUnit.SimplifiedWords:
                ShingleBuffers.Room(ref buffers.Text, SimplifiedText.Capacity(text.Length));
                int length = SimplifiedText.Write(text, buffers.Text);
                return ReferenceEquals(options.Splitter, WordSplitter.WhiteSpace) ? Spaced(buffers.Text.AsSpan(0, length), buffers)
                    : Copy(options.Splitter.Split(buffers.Text.AsMemory(0, length)), length, buffers);
            case ShingleUnit.Words:
                return Copy(options.Splitter.Split(utf8Text), text.Length, buffers);
            case ShingleUnit.PlainWords:
                return Copy(WordSplitter.WhiteSpace.Split(Plain(text, buffers)), 3 * text.Length, buffers);
            case ShingleUnit.WordCharacterRuns:
                return Cut(Lower(text, buffers), &WordCharacters.IsWord, isKept: true, keepsEmpty: false, buffers);
            case ShingleUnit.AlphanumericRuns:
                return Cut(Lower(text, buffers), &WordCharacters.IsAlphanumeric, isKept: true, keepsEmpty: false, buffers);
            case ShingleUnit.SpacedWords:
                return Spaced(Prepare(text, options, buffers), buffers);
            case ShingleUnit.PunctuatedParts:
                return Cut(Prepare(text, options, buffers), &WordCharacters.IsPunctuation, isKept: false, keepsEmpty: true, buffers);
            default:
                return Characters(Prepare(text, options, buffers), buffers);
        }
    }

    private static ReadOnlySpan<byte> Prepare(ReadOnlySpan<byte> text, ShingleOptions options, ShingleBuffers buffers)
    {
        if (options.Lowercase) text = Lower(text, buffers);
        return options.Ignored is null ? text : Encoding.UTF8.GetBytes(options.Ignored.Replace(Encoding.UTF8.GetString(text), ""));
    }

    private static ReadOnlySpan<byte> Lower(ReadOnlySpan<byte> text, ShingleBuffers buffers)
    {
        ShingleBuffers.Room(ref buffers.Text, LowerText.Capacity(text.Length));
        return buffers.Text.AsSpan(0, LowerText.Write(text, buffers.Text));
    }

    /// <summary>RedPajama's normal form, except that white space is left for the splitter.</summary>
    private static ReadOnlyMemory<byte> Plain(ReadOnlySpan<byte> text, ShingleBuffers buffers)
    {
        ShingleBuffers.Room(ref buffers.Units, text.Length);
        int kept = 0;
        foreach (byte value in text)
            if (!WordCharacters.IsAsciiPunctuation(value)) buffers.Units[kept++] = value;
        ReadOnlySpan<byte> lower = Lower(buffers.Units.AsSpan(0, kept), buffers);
        return Ascii.IsValid(lower) ? buffers.Text.AsMemory(0, lower.Length)
            : Encoding.UTF8.GetBytes(CanonicalComposition.Decompose(Encoding.UTF8.GetString(lower)));
    }

    /// <summary>Words between spaces. Runs of spaces become one.</summary>
    private static int Spaced(ReadOnlySpan<byte> text, ShingleBuffers buffers)
    {
        ShingleBuffers.Room(ref buffers.Units, text.Length + 1);
        ShingleBuffers.Room(ref buffers.Starts, text.Length / 2 + 2);
        Span<byte> units = buffers.Units;
        int[] starts = buffers.Starts;
        int count = 0, to = 0;
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)' ');
            if (end < 0) end = text.Length;
            if (end > 0)
            {
                starts[count++] = to;
                text[..end].CopyTo(units[to..]);
                to += end;
                units[to++] = (byte)' ';
            }
            if (end == text.Length) break;
            text = text[(end + 1)..];
        }
        starts[count] = to;
        return count;
    }

    private static int Copy(TextWords words, int bytes, ShingleBuffers buffers)
    {
        ShingleBuffers.Room(ref buffers.Units, checked(bytes + words.Count + 1));
        ShingleBuffers.Room(ref buffers.Starts, words.Count + 1);
        int count = 0, to = 0;
        foreach (ReadOnlySpan<byte> word in words)
        {
            buffers.Starts[count++] = to;
            word.CopyTo(buffers.Units.AsSpan(to));
            to += word.Length;
            buffers.Units[to++] = (byte)' ';
        }
        buffers.Starts[count] = to;
        return count;
    }

    /// <summary>
    /// Cuts at each character of a class or outside it. Python's <c>re.split</c> has empty pieces; Data-Juicer keeps them, text-dedup does not.
    /// </summary>
    private static int Cut(ReadOnlySpan<byte> text, delegate*<int, bool> isInClass, bool isKept, bool keepsEmpty, ShingleBuffers buffers)
    {
        ShingleBuffers.Room(ref buffers.Units, text.Length + 1);
        ShingleBuffers.Room(ref buffers.Starts, text.Length + 2);
        Span<byte> units = buffers.Units;
        int count = 0, to = 0, at = 0, start = 0;
        fixed (byte* source = text)
        {
            while (at < text.Length)
            {
                int codePoint = Utf8CodePoints.Decode(source + at, out int size);
                if (isInClass(codePoint) == isKept)
                {
                    text.Slice(at, size).CopyTo(units[to..]);
                    to += size;
                }
                else if (keepsEmpty || to > start)
                {
                    buffers.Starts[count++] = start;
                    units[to++] = (byte)' ';
                    start = to;
                }
                at += size;
            }
        }
        if (keepsEmpty || to > start)
        {
            buffers.Starts[count++] = start;
            units[to++] = (byte)' ';
        }
        buffers.Starts[count] = to;
        return count;
    }

    private static int Characters(ReadOnlySpan<byte> text, ShingleBuffers buffers)
    {
        ShingleBuffers.Room(ref buffers.Units, text.Length);
        ShingleBuffers.Room(ref buffers.Starts, text.Length + 1);
        text.CopyTo(buffers.Units);
        int count = 0;
        int[] starts = buffers.Starts;
        for (int i = 0; i < text.Length; i++)
            if ((sbyte)text[i] > Utf8CodePoints.LastContinuation) starts[count++] = i;
        starts[count] = text.Length;
        return count;
    }
}
