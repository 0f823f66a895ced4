using System.Text;
using System.Text.RegularExpressions;

namespace DataCuration.PeerVectors;

/// <summary>
/// The sentences of the vectors that split words at white space: a text is stripped, and a sentence ends after <c>.</c>, <c>!</c> or <c>?</c> with white space
/// after it.
/// </summary>
internal sealed partial class PythonSentenceSplitter : SentenceSplitter
{
    public static readonly PythonSentenceSplitter Instance = new();

    public override string Name => "python_terminal_marks";

    public override TextSpans Split(ReadOnlyMemory<byte> utf8Text)
    {
        string text = Encoding.UTF8.GetString(utf8Text.Span);
        List<int> ranges = [];
        int start = 0;
        foreach (Match match in Boundary().Matches(text))
        {
            Add(start, match.Index);
            start = match.Index + match.Length;
        }
        Add(start, text.Length);
        return new(utf8Text, [.. ranges]);

        void Add(int from, int to)
        {
            ranges.Add(Encoding.UTF8.GetByteCount(text.AsSpan(0, from)));
            ranges.Add(Encoding.UTF8.GetByteCount(text.AsSpan(from, to - from)));
        }
    }

    [GeneratedRegex(@"(?<=[.!?])[\s\u001C-\u001F\u0085]+", RegexOptions.CultureInvariant)]
    private static partial Regex Boundary();
}
