using System.Globalization;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using DataCuration.Deduplication;

namespace DataCuration.Throughput;

/// <summary>Deduplication as one would write it first, with strings: 14 x 8 hashes over five words, and exact duplicates of normalized texts.</summary>
internal static class DedupBaseline
{
    private const int Shingle = 5, Hashes = 112;
    private const ulong Prime = (1UL << 61) - 1;

    /// <summary>Signs a text.</summary>
    public static ulong[] Sign(byte[] utf8)
    {
        string[] words = Normalize(Encoding.UTF8.GetString(utf8)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var signature = new ulong[Hashes];
        Array.Fill(signature, ulong.MaxValue);
        for (int i = 0; i + Shingle <= words.Length; i++)
        {
            ulong hash = XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(string.Join(' ', words[i..(i + Shingle)])));
            for (int k = 0; k < Hashes; k++)
            {
                ulong a = 0x9E3779B97F4A7C15 * (ulong)(k + 1) % Prime, b = (ulong)k;
                signature[k] = Math.Min(signature[k], unchecked(hash * a + b) % Prime);
            }
        }
        return signature;
    }

    /// <summary>Counts the texts that are copies of an earlier one in a normal form.</summary>
    public static int CountDuplicates(byte[][] texts, TextForm form)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        int copies = 0;
        foreach (byte[] text in texts)
        {
            string normal = Encoding.UTF8.GetString(text);
            normal = form switch
            {
                TextForm.Unchanged => normal,
                TextForm.WhiteSpace => OneBlank(normal),
                TextForm.CaseAndWhiteSpace => OneBlank(normal.ToLowerInvariant()),
                _ => OneBlank(Normalize(normal.Normalize(NormalizationForm.FormD))),
            };
            if (!seen.Add(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(normal))))) copies++;
        }
        return copies;
    }

    private static string OneBlank(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Normalize(string text)
    {
        var normal = new StringBuilder(text.Length);
        foreach (char c in text.ToLowerInvariant())
        {
            UnicodeCategory category = char.GetUnicodeCategory(c);
            if (category == UnicodeCategory.NonSpacingMark) continue;
            if (char.IsDigit(c))
            {
                if (normal.Length == 0 || normal[^1] != '0') normal.Append('0');
            }
            else normal.Append(char.IsPunctuation(c) || char.IsWhiteSpace(c) || char.IsControl(c) || char.IsSymbol(c) ? ' ' : c);
        }
        return normal.ToString();
    }
}
