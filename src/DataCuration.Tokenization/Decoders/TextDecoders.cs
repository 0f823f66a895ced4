using System.Text;

namespace DataCuration.Tokenization;

/// <summary>Replaces a pattern in each item.</summary>
internal sealed class ReplaceDecoder(SplitPattern pattern, string content) : ItemDecoder
{
    protected override string Map(string item, int index, int count)
    {
        if (!pattern.LiteralText.IsEmpty) return item.Replace(pattern.Source, content, StringComparison.Ordinal);
        byte[] text = Encoding.UTF8.GetBytes(item);
        var matches = new List<int>();
        pattern.FindAll(text, matches);
        if (matches.Count == 0) return item;
        var result = new StringBuilder();
        int done = 0;
        for (int i = 0; i < matches.Count; i += 2)
        {
            result.Append(Encoding.UTF8.GetString(text, done, matches[i] - done)).Append(content);
            done = matches[i + 1];
        }
        return result.Append(Encoding.UTF8.GetString(text, done, text.Length - done)).ToString();
    }
}

/// <summary>Removes a character at the start and at the end of each item, up to a number of times.</summary>
internal sealed class StripDecoder(string content, int start, int stop) : ItemDecoder
{
    protected override string Map(string item, int index, int count)
    {
        int from = 0, to = item.Length;
        for (int i = 0; i < start && string.CompareOrdinal(item, from, content, 0, content.Length) == 0; i++) from += content.Length;
        for (int i = 0; i < stop && to - content.Length >= from
            && string.CompareOrdinal(item, to - content.Length, content, 0, content.Length) == 0; i++) to -= content.Length;
        return item[from..to];
    }
}

/// <summary>Turns the character of <see cref="MetaspacePreTokenizer"/> into spaces, and leaves it out in the first item.</summary>
internal sealed class MetaspaceDecoder(string replacement, bool removesFirst) : ItemDecoder
{
    protected override string Map(string item, int index, int count) =>
        item.Replace(replacement, index == 0 && removesFirst ? "" : " ", StringComparison.Ordinal);
}

/// <summary>Joins pieces with the prefix to the word before, and separates the others by spaces.</summary>
internal sealed class WordPieceDecoder(string prefix, bool cleansUp) : ItemDecoder
{
    protected override string Map(string item, int index, int count)
    {
        if (index > 0) item = item.StartsWith(prefix, StringComparison.Ordinal) ? item[prefix.Length..] : " " + item;
        return cleansUp ? CleanUp(item) : item;
    }

    /// <summary>Removes spaces before punctuation and in English short forms.</summary>
    public static string CleanUp(string text) => text
        .Replace(" .", ".", StringComparison.Ordinal).Replace(" ?", "?", StringComparison.Ordinal).Replace(" !", "!", StringComparison.Ordinal)
        .Replace(" ,", ",", StringComparison.Ordinal).Replace(" ' ", "'", StringComparison.Ordinal).Replace(" n't", "n't", StringComparison.Ordinal)
        .Replace(" 'm", "'m", StringComparison.Ordinal).Replace(" do not", " don't", StringComparison.Ordinal)
        .Replace(" 's", "'s", StringComparison.Ordinal).Replace(" 've", "'ve", StringComparison.Ordinal).Replace(" 're", "'re", StringComparison.Ordinal);
}

/// <summary>Turns the suffix of words into spaces, but for the last word.</summary>
internal sealed class SuffixDecoder(string suffix) : ItemDecoder
{
    protected override string Map(string item, int index, int count) => item.Replace(suffix, index == count - 1 ? "" : " ", StringComparison.Ordinal);
}

/// <summary>Decodes the output of speech models (connectionist temporal classification): repeated items and the padding are left out.</summary>
internal sealed class CtcDecoder(string padding, string wordDelimiter, bool cleansUp) : TokenDecoder
{
    public override List<string> Apply(List<string> tokens)
    {
        var result = new List<string>();
        for (int i = 0; i < tokens.Count; i++)
        {
            if (i > 0 && tokens[i] == tokens[i - 1]) continue;
            string item = tokens[i].Replace(padding, "", StringComparison.Ordinal);
            if (cleansUp) item = WordPieceDecoder.CleanUp(item).Replace(wordDelimiter, " ", StringComparison.Ordinal);
            if (item.Length > 0) result.Add(item);
        }
        return result;
    }
}
