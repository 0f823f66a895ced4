namespace DataCuration.Retrieval.Lucene.Tests;

/// <summary>
/// BM25 in the plain form of Lucene 4.8's BM25Similarity, with its length of a passage in one byte: 1/sqrt(length) as a float of 3 bits of mantissa and 5 of
/// exponent (SmallFloat.floatToByte315). Words are separated by spaces.
/// </summary>
internal sealed class PlainBm25(IReadOnlyList<string> passages, double k1 = 1.2, double b = 0.75)
{
    private readonly string[][] words = [.. passages.Select(passage => passage.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    public double[] Score(string query)
    {
        double mean = words.Average(passage => (double)passage.Length);
        double[] scores = new double[words.Length];
        foreach (string term in query.Split(' ', StringSplitOptions.RemoveEmptyEntries)) // a repeated word counts again
        {
            int with = words.Count(passage => passage.Contains(term, StringComparer.Ordinal));
            double idf = Math.Log(1 + (words.Length - with + 0.5) / (with + 0.5));
            for (int i = 0; i < words.Length; i++)
            {
                double frequency = words[i].Count(word => word == term), length = Decode(Encode(words[i].Length));
                if (frequency > 0) scores[i] += idf * (k1 + 1) * frequency / (frequency + k1 * (1 - b + b * length / mean));
            }
        }
        return scores;
    }

    internal static byte Encode(int length)
    {
        const int Zero = (63 - 15) << 3;
        int bits = BitConverter.SingleToInt32Bits((float)(1 / Math.Sqrt(length))) >> 21;
        return bits <= Zero ? (byte)1 : bits >= Zero + 256 ? (byte)255 : (byte)(bits - Zero);
    }

    private static double Decode(byte encoded)
    {
        float root = BitConverter.Int32BitsToSingle((encoded << 21) + ((63 - 15) << 24));
        return 1 / ((double)root * root);
    }
}
