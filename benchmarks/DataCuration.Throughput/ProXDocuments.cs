using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using DataCuration.LanguageModels;

namespace DataCuration.Throughput;

/// <summary>Texts with chunk programs, in memory.</summary>
internal sealed class ProXDocuments
{
    /// <summary>The bytes of a chunk of 1,500 tokens, for made programs.</summary>
    private const int ChunkBytes = 5_000;

    private static readonly SearchValues<char> ReadDifferently = SearchValues.Create(",=()\"\\");

    public List<byte[]> Utf8 { get; } = [];

    public List<string> Texts { get; } = [];

    public List<string> Programs { get; } = [];

    public int Count => Texts.Count;

    /// <summary>Reads documents. Those without a program get one with the paper's mean number of calls (table 35: 3.7 for each chunk).</summary>
    public static ProXDocuments Read(IEnumerable<FileInfo> files, long bytes, ulong seed)
    {
        var documents = new ProXDocuments();
        foreach (FileInfo file in files)
        {
            using Stream stream = file.Extension == ".gz" ? new GZipStream(file.OpenRead(), CompressionMode.Decompress) : file.OpenRead();
            using var reader = new StreamReader(stream, Encoding.UTF8);
            while (bytes > 0 && reader.ReadLine() is { } line)
            {
                if (line.Length == 0) continue;
                using JsonDocument json = JsonDocument.Parse(line);
                string text = json.RootElement.GetProperty("text").GetString()!;
                byte[] utf8 = Encoding.UTF8.GetBytes(text);
                bytes -= utf8.Length;
                bool has = json.RootElement.TryGetProperty("program", out JsonElement program) && program.ValueKind == JsonValueKind.String;
                documents.Utf8.Add(utf8);
                documents.Texts.Add(text);
                documents.Programs.Add(has ? program.GetString()! : MakeProgram(text, seed + (ulong)documents.Count));
            }
        }
        return documents;
    }

    /// <summary>
    /// Makes a program as refining models write them: for each chunk removals near its start and end, and deletions of strings that occur in the text. One
    /// program in 50 has a cut or malformed call.
    /// </summary>
    private static string MakeProgram(string text, ulong seed)
    {
        var random = new SeededRandom(SeededRandom.Mix(seed));
        string[] lines = text.Split('\n');
        List<string> calls = [];
        int chunks = 1 + (text.Length / ChunkBytes), each = Math.Max(1, lines.Length / chunks);
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            int first = Math.Min(chunk * each, lines.Length - 1), last = Math.Min(first + each, lines.Length) - 1;
            for (long count = random.NextInt64(8); count > 0; count--)
            {
                long kind = random.NextInt64(4);
                int at = random.NextInt64(2) == 0 ? first + (int)random.NextInt64(Math.Min(4, each)) : last - (int)random.NextInt64(Math.Min(4, each));
                at = Math.Clamp(at, 0, lines.Length - 1);
                if (kind < 2) calls.Add(new ProXRemoveLines(at, at + random.NextInt64(2)).ToString());
                else if (Piece(lines[at], ref random) is { } piece) calls.Add(new ProXNormalize(piece, kind == 2 ? "" : "x").ToString());
            }
        }
        if (calls.Count == 0) return "untouch_doc()";
        if (random.NextInt64(50) == 0) calls[^1] = calls[^1][..(calls[^1].Length / 2)];
        return string.Join('\n', calls);
    }

    private static string? Piece(string line, ref SeededRandom random)
    {
        if (line.Length < 12) return null;
        int length = 6 + (int)random.NextInt64(Math.Min(30, line.Length - 8)), at = (int)random.NextInt64(line.Length - length);
        string piece = line.Substring(at, length);
        return piece.AsSpan().ContainsAny(ReadDifferently) || piece.Any(char.IsSurrogate) ? null : piece;
    }
}
