using System.Text;

namespace DataCuration.Onnx;

/// <summary>Reads BERT's <c>vocab.txt</c>.</summary>
internal static class VocabularyFile
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static OnnxTokenizer Read(string path, byte[] bytes, string hash, bool lowerCase)
    {
        string text;
        try
        {
            text = Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidDataException($"{path} is not a vocabulary: it is not valid UTF-8.");
        }
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        int line = 0;
        foreach (Range part in text.AsSpan().TrimEnd("\r\n").Split('\n'))
        {
            // As in the reference code, the last line of a repeated token wins.
            ids[text.AsSpan()[part].TrimEnd('\r').ToString()] = line++;
        }
        int Need(string token) => ids.TryGetValue(token, out int id) ? id
            : throw new InvalidDataException($"{path} is not a BERT vocabulary: it has no token {token}.");
        var encoder = new WordPieceEncoder(ids, Need("[UNK]"), Need("[SEP]"), new BertText(true, true, lowerCase, lowerCase), hash);
        return new(encoder, [Need("[CLS]")], [Need("[SEP]")], Need("[PAD]"));
    }
}
