using System.Text;

namespace DataCuration.Tokenization;

/// <summary>Several normalizers, one after the other.</summary>
internal sealed class SequenceNormalizer(TextNormalizer[] parts) : TextNormalizer
{
    public override void Apply(WorkText text)
    {
        foreach (TextNormalizer part in parts) part.Apply(text);
    }

    public override bool Keeps(ReadOnlySpan<byte> text)
    {
        foreach (TextNormalizer part in parts)
            if (!part.Keeps(text)) return false;
        return true;
    }
}

/// <summary>Adds a text before each text that is not empty.</summary>
internal sealed class PrependNormalizer(string prefix) : TextNormalizer
{
    private readonly byte[] bytes = Encoding.UTF8.GetBytes(prefix);

    public override void Apply(WorkText text)
    {
        if (text.Text.IsEmpty) return;
        TextBuffer next = text.Begin();
        // The added characters belong to the first one of the text.
        next.Append(bytes, text.Buffer, 0, CodePoints.LengthOf(text.Text[0]));
        next.Append(text.Buffer, 0, text.Text.Length);
        text.Complete();
    }
}

/// <summary>Replaces all matches of a pattern.</summary>
internal sealed class ReplaceNormalizer(SplitPattern pattern, string content) : TextNormalizer
{
    private readonly byte[] bytes = Encoding.UTF8.GetBytes(content);

    public override void Apply(WorkText text)
    {
        ReadOnlySpan<byte> literal = pattern.LiteralText;
        if (literal.Length == 1 && text.Text.IndexOf(literal[0]) < 0) return;
        TextBuffer next = text.Begin();
        int done = 0;
        if (literal.Length == 1 && bytes.Length <= 4 && !next.Tracks)
        {
            next.AppendReplacing(text.Text, literal[0], bytes);
            text.Complete();
            return;
        }
        if (literal.Length == 1)
        {
            byte wanted = literal[0];
            ReadOnlySpan<byte> all = text.Text;
            for (int found; (found = all[done..].IndexOf(wanted)) >= 0; done++)
            {
                next.Append(text.Buffer, done, found);
                done += found;
                next.Append(bytes, text.Buffer, done, 1);
            }
        }
        else
        {
            List<int> matches = text.Matches;
            matches.Clear();
            pattern.FindAll(text.Text, matches);
            if (matches.Count == 0) return;
            for (int i = 0; i < matches.Count; i += 2)
            {
                next.Append(text.Buffer, done, matches[i] - done);
                next.Append(bytes, text.Buffer, matches[i], matches[i + 1] - matches[i]);
                done = matches[i + 1];
            }
        }
        next.Append(text.Buffer, done, text.Text.Length - done);
        text.Complete();
    }

    public override bool Keeps(ReadOnlySpan<byte> text) => !pattern.LiteralText.IsEmpty && text.IndexOf(pattern.LiteralText) < 0;
}

/// <summary>Removes white space at the ends.</summary>
internal sealed class StripNormalizer(bool left, bool right) : TextNormalizer
{
    public override void Apply(WorkText text)
    {
        ReadOnlySpan<byte> all = text.Text;
        int start = 0, end = all.Length;
        while (left && start < end && CharacterClasses.IsWhiteSpace(CodePoints.Decode(all, start, out int length))) start += length;
        while (right && end > start && CharacterClasses.IsWhiteSpace(CodePoints.DecodeBefore(all, end, out int length))) end -= length;
        if (end - start == all.Length) return;
        TextBuffer next = text.Begin();
        next.Append(text.Buffer, start, end - start);
        text.Complete();
    }
}

/// <summary>Spells the bytes of a text by the characters of byte-level vocabularies.</summary>
internal sealed class ByteLevelNormalizer : TextNormalizer
{
    public override void Apply(WorkText text)
    {
        TextBuffer next = text.Begin();
        for (int at = 0; at < text.Text.Length; at++) next.Append(ByteAlphabet.PointOf(text.Text[at]), text.Buffer, at, 1);
        text.Complete();
    }
}
