using System.Buffers.Text;

namespace DataCuration;

/// <summary>Reads the sentences of texts by the rule of <see cref="NGramTokens"/>. One object reads one text at a time.</summary>
internal sealed class NGramSentences(NGramTokens rule)
{
    private readonly List<int> encoded = [];
    private readonly byte[] number = new byte[11];
    private ReadOnlyMemory<byte> rest;
    private TextWords? words;
    private bool isDone = true;

    /// <summary>The number of words in the current sentence.</summary>
    public int Count => words?.Count ?? encoded.Count;

    /// <summary>The bytes of a word, valid until the next call.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            if (words is not null) return words[index];
            Utf8Formatter.TryFormat(encoded[index], number, out int length);
            return number.AsSpan(0, length);
        }
    }

    /// <summary>Starts a text.</summary>
    public void Start(ReadOnlyMemory<byte> utf8Text)
    {
        rest = utf8Text;
        isDone = false;
    }

    /// <summary>Moves to the next sentence.</summary>
    public bool Read()
    {
        while (!isDone)
        {
            int end = rest.Span.IndexOf((byte)'\n');
            ReadOnlyMemory<byte> line = end < 0 ? rest : rest[..end];
            if (end < 0) isDone = true;
            else rest = rest[(end + 1)..];
            Split(line);
            if (Count > 0 || !rule.SkipEmptyLines) return true;
        }
        rest = default;
        words = null;
        encoded.Clear();
        return false;
    }

    private void Split(ReadOnlyMemory<byte> line)
    {
        line = NGramNormalizer.Apply(line, rule.Form);
        if (rule.Encoder is null)
        {
            words = rule.Splitter.Split(line);
            return;
        }
        encoded.Clear();
        rule.Encoder.Encode(line.Span, encoded);
    }
}
