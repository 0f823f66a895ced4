using System.Text;

namespace DataCuration.Selection.Tests;

/// <summary>Runs <see cref="Utf8WordTokenizer"/> on a string.</summary>
internal static unsafe class FastTokenizer
{
    public static (string Lower, List<string> Tokens) Run(string text)
    {
        byte[] source = Encoding.UTF8.GetBytes(text);
        byte[] lowered = new byte[Utf8WordTokenizer.LoweredCapacity(source.Length)];
        int[] starts = new int[source.Length + Utf8WordTokenizer.Slack];
        int[] ends = new int[source.Length + Utf8WordTokenizer.Slack];
        fixed (byte* target = lowered)
        fixed (int* start = starts, end = ends)
        {
            (int count, int length) = Utf8WordTokenizer.Tokenize(source, target, 0, start, end);
            var tokens = new List<string>(count);
            for (int i = 0; i < count; i++)
            {
                tokens.Add(Encoding.UTF8.GetString(lowered, starts[i], ends[i] - starts[i]));
            }

            return (Encoding.UTF8.GetString(lowered, 0, length), tokens);
        }
    }
}
