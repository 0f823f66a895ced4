using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DataCuration;

/// <summary>
/// Lower-cases UTF-8 text and splits it into the tokens of NLTK's WordPunctTokenizer on the lower-cased text (<c>\w+|[^\w\s]+</c> on code points, the default
/// tokenizer of the DSIR reference). A token is a maximal run of word characters, or of characters that are neither word characters nor white space.
/// </summary>
/// <remarks>
/// ASCII is processed 64 bytes at a time: character classes by two nibble look-ups (Langdale and Lemire, "Parsing gigabytes of JSON per second", 2019,
/// section 3.1.2), boundaries by shifting the class masks by one. Other characters are looked up one by one in <see cref="UnicodeRules"/>.
/// </remarks>
internal static unsafe class Utf8WordTokenizer
{
    /// <summary>The number of bytes that may be written after the lower-cased text, and of entries after the last token.</summary>
    public const int Slack = 64;

    // Class bits by low and high nibble: 0x07 marks white space, 0x78 word characters. Bit 0: 09-0D, 1: 1C-1F, 2: 20, 3: digits, 4: 41-4F and 61-6F,
    // 5: 50-5A and 5F, 6: 70-7A. A byte above 0x7F gets 0 from the shuffle, but such bytes never get here.
    private static Vector256<byte> LowNibble => Vector256.Create(
        (byte)0x6C, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x79, 0x71, 0x11, 0x13, 0x13, 0x12, 0x32,
        0x6C, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x79, 0x71, 0x11, 0x13, 0x13, 0x12, 0x32);

    private static Vector256<byte> HighNibble => Vector256.Create(
        (byte)0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x10, 0x40, 0, 0, 0, 0, 0, 0, 0, 0,
        0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x10, 0x40, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>The required capacity of <c>lowered</c> in bytes: the lower case of a two-byte letter can have three bytes.</summary>
    public static int LoweredCapacity(int bytes) => checked(bytes + (bytes / 2) + (2 * Slack));

    /// <summary>
    /// Tokenizes <paramref name="utf8"/>, which must be valid UTF-8. Token i is <c>lowered[starts[i]..ends[i])</c>, with positions counted from
    /// <paramref name="loweredStart"/>. <paramref name="lowered"/> needs <see cref="LoweredCapacity"/> bytes from there,
    /// <paramref name="starts"/> and <paramref name="ends"/> one entry per byte plus <see cref="Slack"/>.
    /// </summary>
    /// <returns>The number of tokens and the end of the lower-cased text in <paramref name="lowered"/>.</returns>
    public static (int Tokens, int LoweredEnd) Tokenize(ReadOnlySpan<byte> utf8, byte* lowered, int loweredStart, int* starts, int* ends)
    {
        fixed (byte* source = utf8)
        {
            int length = utf8.Length;
            var writer = new Writer(lowered, loweredStart, starts, ends);
            int position = 0;
            while (length - position >= 64)
            {
                ulong other = NonAscii(source + position);
                int valid = BitOperations.TrailingZeroCount(other);
                if (valid > 0)
                {
                    AsciiBlock(ref writer, source + position, valid);
                    position += valid;
                }

                if (other != 0)
                {
                    position = Characters(ref writer, source, position, length);
                }
            }

            if (position < length)
            {
                byte* tail = stackalloc byte[64];
                while (position < length)
                {
                    int left = Math.Min(64, length - position);
                    Unsafe.InitBlockUnaligned(tail, (byte)' ', 64);
                    Unsafe.CopyBlockUnaligned(tail, source + position, (uint)left);
                    int valid = Math.Min(left, BitOperations.TrailingZeroCount(NonAscii(tail)));
                    if (valid > 0)
                    {
                        AsciiBlock(ref writer, tail, valid);
                        position += valid;
                    }

                    if (valid < left)
                    {
                        position = Characters(ref writer, source, position, length);
                    }
                }
            }

            return writer.Finish();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong NonAscii(byte* source) =>
        Vector256.Load(source).ExtractMostSignificantBits() | ((ulong)Vector256.Load(source + 32).ExtractMostSignificantBits() << 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AsciiBlock(ref Writer writer, byte* source, int valid)
    {
        Vector256<byte> first = Vector256.Load(source);
        Vector256<byte> second = Vector256.Load(source + 32);
        byte* target = writer.Lowered + writer.Position;
        Lower(first).Store(target);
        Lower(second).Store(target + 32);

        Vector256<byte> firstClass = Classes(first);
        Vector256<byte> secondClass = Classes(second);
        ulong notWord = Zero(firstClass & Vector256.Create((byte)0x78)) | ((ulong)Zero(secondClass & Vector256.Create((byte)0x78)) << 32);
        ulong notSpace = Zero(firstClass & Vector256.Create((byte)0x07)) | ((ulong)Zero(secondClass & Vector256.Create((byte)0x07)) << 32);
        writer.Masks(~notWord, notWord & notSpace, valid);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Zero(Vector256<byte> value) => Vector256.Equals(value, Vector256<byte>.Zero).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Lower(Vector256<byte> text)
    {
        Vector256<sbyte> signed = text.AsSByte();
        Vector256<byte> upper = (Vector256.GreaterThan(signed, Vector256.Create((sbyte)('A' - 1)))
            & Vector256.LessThan(signed, Vector256.Create((sbyte)('Z' + 1)))).AsByte();
        return text | (upper & Vector256.Create((byte)0x20));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Classes(Vector256<byte> text)
    {
        Vector256<byte> high = (text.AsUInt16() >>> 4).AsByte() & Vector256.Create((byte)0x0F);
        if (Avx2.IsSupported)
        {
            return Avx2.Shuffle(LowNibble, text & Vector256.Create((byte)0x0F)) & Avx2.Shuffle(HighNibble, high);
        }

        return Vector256.Shuffle(LowNibble, text & Vector256.Create((byte)0x0F)) & Vector256.Shuffle(HighNibble, high);
    }

    // Processes characters one by one from a non-ASCII one, until eight ASCII bytes follow (so that words of other scripts are not left early) or the text
    // ends.
    private static int Characters(ref Writer writer, byte* source, int position, int length)
    {
        do
        {
            int codePoint = Utf8CodePoints.Decode(source + position, out int size);
            byte classes = UnicodeRules.Classify(codePoint);
            if ((classes & UnicodeRules.HasLower) == 0)
            {
                writer.Begin(classes);
                for (int i = 0; i < size; i++)
                {
                    writer.Lowered[writer.Position + i] = source[position + i];
                }

                writer.Position += size;
            }
            else if (codePoint == UnicodeRules.CapitalIWithDot)
            {
                writer.Begin(UnicodeRules.Word);
                writer.Put('i');
                writer.Begin(UnicodeRules.CaseIgnorable);
                writer.Put(0x307);
            }
            else
            {
                writer.Begin(classes);
                writer.Put(codePoint == UnicodeRules.CapitalSigma && IsFinalSigma(source, position, length) ? 0x3C2 : UnicodeRules.ToLower(codePoint));
            }

            position += size;
        }
        while (position < length
            && (length - position < 8 || (Unsafe.ReadUnaligned<ulong>(source + position) & 0x8080808080808080) != 0));

        return position;
    }

    // The Final_Sigma condition of SpecialCasing.txt as CPython tests it (unicodeobject.c, handle_capital_sigma): ignoring case-ignorable characters, a cased
    // character is before the sigma, and no cased character is after it.
    internal static bool IsFinalSigma(byte* source, int position, int length)
    {
        byte classes = UnicodeRules.CaseIgnorable;
        int before = position;
        while ((classes & UnicodeRules.CaseIgnorable) != 0)
        {
            if (before == 0)
            {
                return false;
            }

            do
            {
                before--;
            }
            while ((source[before] & 0xC0) == 0x80);
            classes = UnicodeRules.Classify(Utf8CodePoints.Decode(source + before, out _));
        }

        if ((classes & UnicodeRules.Cased) == 0)
        {
            return false;
        }

        for (int after = position + 2; after < length;)
        {
            classes = UnicodeRules.Classify(Utf8CodePoints.Decode(source + after, out int size));
            if ((classes & UnicodeRules.CaseIgnorable) == 0)
            {
                return (classes & UnicodeRules.Cased) == 0;
            }

            after += size;
        }

        return true;
    }

    /// <summary>The state of the output: the lower-cased bytes, the token boundaries, and the class of the last character.</summary>
    private struct Writer(byte* lowered, int position, int* starts, int* ends)
    {
        public readonly byte* Lowered = lowered;
        public int Position = position;
        private readonly int* _firstStart = starts;
        private int* _starts = starts;
        private int* _ends = ends;
        private ulong _inWord;
        private ulong _inPunctuation;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Masks(ulong word, ulong punctuation, int valid)
        {
            ulong mask = ulong.MaxValue >> (64 - valid);
            word &= mask;
            punctuation &= mask;
            ulong wordBefore = (word << 1) | _inWord;
            ulong punctuationBefore = (punctuation << 1) | _inPunctuation;
            _starts = Emit(_starts, (word & ~wordBefore) | (punctuation & ~punctuationBefore), Position);
            _ends = Emit(_ends, ((wordBefore & ~word) | (punctuationBefore & ~punctuation)) & mask, Position);
            _inWord = (word >> (valid - 1)) & 1;
            _inPunctuation = (punctuation >> (valid - 1)) & 1;
            Position += valid;
        }

        /// <summary>Records the boundaries before a next character of these classes.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Begin(byte classes)
        {
            ulong word = classes & (ulong)UnicodeRules.Word;
            ulong punctuation = (classes & (UnicodeRules.Word | UnicodeRules.Space)) == 0 ? 1UL : 0;
            *_starts = Position;
            _starts += (word & ~_inWord) | (punctuation & ~_inPunctuation);
            *_ends = Position;
            _ends += (_inWord & ~word) | (_inPunctuation & ~punctuation);
            _inWord = word;
            _inPunctuation = punctuation;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Put(int codePoint) => Position += Utf8CodePoints.Encode(codePoint, Lowered + Position);

        public (int Tokens, int LoweredEnd) Finish()
        {
            *_ends = Position;
            return ((int)(_starts - _firstStart), Position);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static int* Emit(int* target, ulong mask, int position)
        {
            int* end = target + BitOperations.PopCount(mask);
            while (mask != 0)
            {
                // Four at a time: entries past the last set bit are overwritten later (the slack of the arrays).
                target[0] = position + BitOperations.TrailingZeroCount(mask);
                mask &= mask - 1;
                target[1] = position + BitOperations.TrailingZeroCount(mask);
                mask &= mask - 1;
                target[2] = position + BitOperations.TrailingZeroCount(mask);
                mask &= mask - 1;
                target[3] = position + BitOperations.TrailingZeroCount(mask);
                mask &= mask - 1;
                target += 4;
            }

            return end;
        }
    }
}
