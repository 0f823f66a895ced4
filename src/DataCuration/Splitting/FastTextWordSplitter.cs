using System.Buffers;

namespace DataCuration;

/// <summary>Splits as fastText's dictionary reads words (Dictionary::readWord of src/dictionary.cc), without the word for line ends.</summary>
internal sealed class FastTextWordSplitter : WordSplitter
{
    private static readonly SearchValues<byte> Spaces = SearchValues.Create(" \n\r\t\v\f\0"u8);

    public override string Name => "fasttext";

    public override TextWords Split(ReadOnlyMemory<byte> utf8Text)
    {
        ReadOnlySpan<byte> text = utf8Text.Span;
        var words = new RangeBuffer(text.Length);
        long codePoints = 0;
        int at = 0;
        while (at < text.Length)
        {
            int start = text[at..].IndexOfAnyExcept(Spaces);
            if (start < 0) break;
            at += start;
            int length = text[at..].IndexOfAny(Spaces);
            if (length < 0) length = text.Length - at;
            codePoints += Utf8CodePoints.Count(text.Slice(at, length));
            words.Add(at, length);
            at += length + 1;
        }
        return new(utf8Text, words.ToArrayAndReturn(), (int)codePoints);
    }
}
