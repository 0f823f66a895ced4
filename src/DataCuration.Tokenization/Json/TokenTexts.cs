using System.Buffers;
using System.Text;

namespace DataCuration.Tokenization;

/// <summary>The texts of tokens.</summary>
/// <param name="parts">The parts of the tokenizer.</param>
internal sealed class TokenTexts(TokenizerParts parts)
{
    private readonly TokenModel model = parts.Pipeline.Model;
    private readonly HashSet<string> special = [.. parts.Added.Where(static token => token.IsSpecial).Select(static token => token.Content)];

    /// <summary>Returns the spelling of a token; null without one.</summary>
    public string? SpellingOf(int id) => parts.Pipeline.AddedToken(id)?.Content
        ?? (model.Tokens.Has(id) ? Encoding.UTF8.GetString(model.Tokens[id]) : null);

    /// <summary>Decodes tokens.</summary>
    public string Decode(ReadOnlySpan<int> tokens, bool skipSpecialTokens)
    {
        if (parts.Decoder is ByteLevelDecoder) return DecodeBytes(tokens, skipSpecialTokens);
        var spellings = new List<string>(tokens.Length);
        foreach (int id in tokens)
            if (SpellingOf(id) is { } spelling && !(skipSpecialTokens && special.Contains(spelling))) spellings.Add(spelling);
        if (spellings.Count == 0) return "";
        return parts.Decoder is null ? string.Join(' ', spellings) : string.Concat(parts.Decoder.Apply(spellings));
    }

    /// <summary>Returns the number of bytes that a token stands for.</summary>
    public int? ByteLengthOf(int id)
    {
        if (parts.Pipeline.AddedToken(id) is { } added) return Encoding.UTF8.GetByteCount(added.Content);
        if (!model.Tokens.Has(id) || model is not BpeModel bpe) return null;
        return bpe.TextLengthOf(id) is >= 0 and int length ? length : null;
    }

    /// <summary>Decodes tokens to bytes of UTF-8. Bytes of parts of characters are kept, if the tokens spell bytes.</summary>
    public byte[] DecodeUtf8(ReadOnlySpan<int> tokens, bool skipSpecialTokens)
    {
        if (parts.Decoder is not ByteLevelDecoder) return Encoding.UTF8.GetBytes(Decode(tokens, skipSpecialTokens));
        byte[] bytes = GatherBytes(tokens, skipSpecialTokens, out int used);
        byte[] result = bytes.AsSpan(0, used).ToArray();
        ArrayPool<byte>.Shared.Return(bytes);
        return result;
    }

    private string DecodeBytes(ReadOnlySpan<int> tokens, bool skipSpecialTokens)
    {
        byte[] bytes = GatherBytes(tokens, skipSpecialTokens, out int used);
        string text = Encoding.UTF8.GetString(bytes, 0, used);
        ArrayPool<byte>.Shared.Return(bytes);
        return text;
    }

    private byte[] GatherBytes(ReadOnlySpan<int> tokens, bool skipSpecialTokens, out int used)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Math.Max(256, 8 * tokens.Length));
        used = 0;
        foreach (int id in tokens)
        {
            AddedTokenInfo? added = parts.Pipeline.AddedToken(id);
            if (added is not null && skipSpecialTokens && special.Contains(added.Content)) continue;
            ReadOnlySpan<byte> spelling = added is not null ? Encoding.UTF8.GetBytes(added.Content) : model.Tokens[id];
            if (bytes.Length < used + spelling.Length)
            {
                byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(used + spelling.Length, 2 * bytes.Length));
                bytes.AsSpan(0, used).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(bytes);
                bytes = larger;
            }
            int count = ByteAlphabet.ToBytes(spelling, bytes.AsSpan(used));
            if (count < 0)
            {
                spelling.CopyTo(bytes.AsSpan(used));
                count = spelling.Length;
            }
            used += count;
        }
        return bytes;
    }
}
