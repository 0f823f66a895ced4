using System.Text.Json;
using DataCuration.TestKit;

namespace DataCuration.Benchmarks;

/// <summary>The texts of a generated corpus, as UTF-8.</summary>
internal static class BenchmarkCorpus
{
    public static byte[][] Load(int megabytes)
    {
        using var stream = new MemoryStream();
        DiverseCorpusGenerator.Write(stream, megabytes * 1_000_000L, seed: 1);
        ReadOnlySpan<byte> rest = stream.GetBuffer().AsSpan(0, (int)stream.Length);
        var texts = new List<byte[]>();
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)'\n');
            var reader = new Utf8JsonReader(rest[..end]);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("text"u8))
                {
                    reader.Read();
                    byte[] text = new byte[reader.ValueSpan.Length];
                    texts.Add(text[..reader.CopyString(text)]);
                }
            }

            rest = rest[(end + 1)..];
        }

        return [.. texts];
    }
}
