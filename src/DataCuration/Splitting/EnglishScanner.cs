using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DataCuration;

/// <summary>
/// The tokenizer of spaCy 3.8 (spacy/tokenizer.pyx) with its English rules, as a scanner of UTF-8. Between white space, prefixes and suffixes are split off
/// until an exception or nothing is left to split; the rest is an address or is split at infixes. Words of ASCII letters or digits with one sign after them are
/// decided without these rules; <c>EnglishReference</c> in the tests is the form without shortcuts.
/// </summary>
internal unsafe ref struct EnglishScanner
{
    private const byte Other = 0, LetterKind = 1, DigitKind = 2, SpaceKind = 3, SignKind = 4, StopKind = 5;

    /// <summary>For each byte, what it means for the shortcuts. Signs are suffixes that no exception has after a word of letters.</summary>
    private static readonly byte[] Kinds = MakeKinds();

    private readonly byte* text;
    private readonly byte* end;
    private readonly EnglishTable? exceptions;
    private RangeBuffer tokens;
    private int[] suffixes;
    private int suffixCount;
    private long codePoints;
    private List<EnglishPhrases.Candidate>? candidates;

    private EnglishScanner(byte* text, int length, EnglishTable? exceptions)
    {
        this.text = text;
        end = text + length;
        this.exceptions = exceptions;
        tokens = new(length);
        suffixes = [];
    }

    /// <summary>Splits a text into its tokens that are not white space.</summary>
    /// <param name="utf8">The text in valid UTF-8.</param>
    /// <param name="withExceptions">False to apply the rules alone.</param>
    public static Tokens Split(ReadOnlySpan<byte> utf8, bool withExceptions)
    {
        fixed (byte* first = utf8)
        {
            var scanner = new EnglishScanner(first, utf8.Length, withExceptions ? EnglishTables.Exceptions : null);
            scanner.Run();
            if (scanner.suffixes.Length > 0) ArrayPool<int>.Shared.Return(scanner.suffixes);
            int[] ranges = scanner.tokens.ToArrayAndReturn();
            return new(scanner.candidates is { } found ? EnglishPhrases.Join(utf8, ranges, found) : ranges, (int)scanner.codePoints);
        }
    }

    private void Run()
    {
        byte[] kinds = Kinds;
        byte* at = text;
        while (at < end)
        {
            byte* start = at;
            byte kind = kinds[*at];
            if (kind == SpaceKind)
            {
                at++;
                continue;
            }
            // One character of ASCII is a token, whatever it is.
            if (kind is not (LetterKind or DigitKind) && *at < 0x80 && (at + 1 == end || kinds[at[1]] == SpaceKind))
            {
                Add(at, at + 1);
                codePoints++;
                at += 2;
                continue;
            }
            if (kind is LetterKind or DigitKind)
            {
                at = kind == LetterKind ? SkipLetters(at + 1) : SkipDigits(at + 1);
                byte next = at < end ? kinds[*at] : SpaceKind;
                if (next == SpaceKind)
                {
                    AddWord(start, at);
                    at++;
                    continue;
                }
                if (next >= SignKind && (at + 1 >= end || kinds[at[1]] == SpaceKind) && (kind == LetterKind || *at != ')'))
                {
                    AddWordWithSign(start, at, next, kind);
                    at += 2;
                    continue;
                }
            }
            bool isAscii = true;
            while (at < end && kinds[*at] != SpaceKind)
            {
                if (*at >= 0x80)
                {
                    isAscii = false;
                    if (Utf8WhiteSpace.LengthAt(new(at, (int)(end - at)), 0) is > 0 and var size)
                    {
                        if (at > start) break;
                        at += size;
                        start = at;
                        break;
                    }
                }
                at++;
            }
            if (at > start) AddChunk(start, at, isAscii);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly byte* SkipLetters(byte* at)
    {
        while (end - at >= Vector128<byte>.Count)
        {
            Vector128<byte> letters = (Vector128.Load(at) | Vector128.Create((byte)0x20)) - Vector128.Create((byte)'a');
            uint mask = Vector128.LessThan(letters, Vector128.Create((byte)26)).ExtractMostSignificantBits();
            if (mask != 0xFFFF) return at + BitOperations.TrailingZeroCount(~mask);
            at += Vector128<byte>.Count;
        }
        while (at < end && (uint)((*at | 0x20) - 'a') < 26) at++;
        return at;
    }

    private readonly byte* SkipDigits(byte* at)
    {
        while (at < end && *at is >= (byte)'0' and <= (byte)'9') at++;
        return at;
    }

    private void AddWordWithSign(byte* start, byte* sign, byte kind, byte wordKind)
    {
        if (kind == StopKind && wordKind == LetterKind)
        {
            if (Find(start, sign + 1) is { } exception)
            {
                Add(start, exception.Tokens);
                codePoints += sign + 1 - start;
                return;
            }
            if (sign[-1] < 'a' && (sign - start < 2 || sign[-2] >= 'a'))
            {
                Add(start, sign + 1);
                codePoints += sign + 1 - start;
                return;
            }
        }
        AddWord(start, sign);
        Add(sign, sign + 1);
        codePoints++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddWord(byte* start, byte* stop)
    {
        codePoints += stop - start;
        if (Find(start, stop) is { } exception) Add(start, exception.Tokens);
        else Add(start, stop);
    }

    /// <summary>Splits what is between white space.</summary>
    private void AddChunk(byte* start, byte* stop, bool isAscii)
    {
        codePoints += isAscii ? stop - start : Utf8CodePoints.Count(new(start, (int)(stop - start)));
        int first = tokens.Ranges.Length;
        suffixCount = 0;
        byte* last = stop;
        AddCore(ref start, ref last);
        for (byte* at = last; suffixCount > 0;)
        {
            byte* next = at + suffixes[--suffixCount];
            Add(at, next);
            at = next;
        }
        if (tokens.Ranges.Length - first > 2 && exceptions is not null) FindPhrases(first);
    }

    /// <summary>Splits prefixes and suffixes off and adds the prefixes and what is left between.</summary>
    private void AddCore(ref byte* start, ref byte* stop)
    {
        EnglishTable.Entry? exception = Find(start, stop);
        while (exception is null)
        {
            int prefix = EnglishAffixes.PrefixLength(start, stop);
            if (prefix > 0 && (exception = Find(start + prefix, stop)) is not null)
            {
                Add(start, start + prefix);
                start += prefix;
                break;
            }
            int suffix = EnglishAffixes.SuffixLength(start + prefix, stop);
            if (suffix > 0 && (exception = Find(start, stop - suffix)) is not null)
            {
                stop -= suffix;
                PushSuffix(suffix);
                break;
            }
            if (prefix == 0 && suffix == 0)
            {
                AddInfixes(start, stop);
                return;
            }
            if (prefix > 0) Add(start, start + prefix);
            if (suffix > 0) PushSuffix(suffix);
            start += prefix;
            stop -= suffix;
            if (start == stop) return;
            exception = Find(start, stop);
        }
        Add(start, exception.Tokens);
    }

    private void AddInfixes(byte* start, byte* stop)
    {
        byte* at = start;
        byte* infix = EnglishAffixes.FindInfix(start, start, stop, out int length);
        if (infix == null || EnglishUrl.IsMatch(start, stop))
        {
            Add(start, stop);
            return;
        }
        while (infix != null)
        {
            if (infix > start)
            {
                if (infix > at) Add(at, infix);
                Add(infix, infix + length);
                at = infix + length;
            }
            infix = EnglishAffixes.FindInfix(start, infix + length, stop, out length);
        }
        if (at < stop) Add(at, stop);
    }

    /// <summary>Finds exceptions among the tokens of a chunk, such as the abbreviation in <c>St.John</c>.</summary>
    private void FindPhrases(int first)
    {
        ReadOnlySpan<int> ranges = tokens.Ranges;
        for (int i = first; i < ranges.Length - 2; i += 2)
        {
            byte* start = text + ranges[i];
            if (!EnglishTables.MayStartPhrase(*start, text[ranges[i + 2]])) continue;
            int length = ranges[i + 1];
            for (int j = i + 2; j < ranges.Length; j += 2)
            {
                length += ranges[j + 1];
                if (length > exceptions!.MaxLength) break;
                if (exceptions.Find(start, length) is { Phrase.Length: > 0 } entry && EnglishPhrases.HasLengths(ranges[i..(j + 2)], entry.Phrase))
                    (candidates ??= []).Add(new(i / 2, entry));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly EnglishTable.Entry? Find(byte* start, byte* stop) => exceptions?.Find(start, (int)(stop - start));

    private void Add(byte* start, byte[] lengths)
    {
        foreach (byte length in lengths) Add(start, start += length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(byte* start, byte* stop) => tokens.Add((int)(start - text), (int)(stop - start));

    private void PushSuffix(int length)
    {
        if (suffixCount == suffixes.Length)
        {
            int[] larger = ArrayPool<int>.Shared.Rent(Math.Max(64, checked(2 * suffixCount)));
            suffixes.CopyTo(larger, 0);
            if (suffixCount > 0) ArrayPool<int>.Shared.Return(suffixes);
            suffixes = larger;
        }
        suffixes[suffixCount++] = length;
    }

    private static byte[] MakeKinds()
    {
        byte[] kinds = new byte[256];
        for (int c = 0; c < 128; c++)
        {
            if (char.IsAsciiLetter((char)c)) kinds[c] = LetterKind;
            else if (char.IsAsciiDigit((char)c)) kinds[c] = DigitKind;
            else if (c is ' ' or >= 9 and <= 13 or >= 28 and <= 31) kinds[c] = SpaceKind;
            else if (c is ',' or ';' or ':' or '!' or '?' or ')' or '"') kinds[c] = SignKind;
        }
        kinds['.'] = StopKind;
        return kinds;
    }

    /// <summary>The tokens of a text.</summary>
    /// <param name="Ranges">Start and length in bytes of each token.</param>
    /// <param name="CodePoints">The number of code points of all tokens.</param>
    internal readonly record struct Tokens(int[] Ranges, int CodePoints)
    {
        /// <summary>The number of tokens.</summary>
        public int Count => Ranges.Length / 2;
    }
}
