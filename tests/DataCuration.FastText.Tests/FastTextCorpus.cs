using System.Text;
using DataCuration.TestKit;

namespace DataCuration.FastText.Tests;

/// <summary>A small text with labels that can be learned, made from a seed.</summary>
internal static class FastTextCorpus
{
    private static readonly string[][] Topics =
    [
        ["river", "stone", "wave", "sand", "fish", "flood", "bridge"],
        ["compile", "keyboard", "loop", "kernel", "thread", "pointer", "segment"],
        ["Straße", "über", "größer", "Mädchen", "schön", "Fluss", "zählt"],
        ["река", "камень", "волна", "песок", "рыба", "мост", "вода"],
    ];

    private static readonly string[] Common = ["the", "of", "and", "a", "in", "is", "to", "1", "-"];

    public static string[] Lines(int count, ulong seed = 1)
    {
        SeededRandom random = SeededRandom.Create(seed, nameof(FastTextCorpus), "lines");
        var lines = new string[count];
        for (int i = 0; i < count; i++)
        {
            var line = new StringBuilder("__label__topic" + i % Topics.Length);
            for (int words = 4 + Next(10); words > 0; words--)
            {
                string[] source = Next(3) == 0 ? Common : Topics[Next(12) == 0 ? Next(Topics.Length) : i % Topics.Length];
                line.Append(' ').Append(source[Next(source.Length)]);
                if (Next(8) == 0) line.Append(Next(40));
            }
            lines[i] = line.ToString();
        }
        return lines;

        int Next(int limit) => (int)(random.NextUInt64() % (ulong)limit);
    }

    public static string Write(TemporaryFolder folder, string name, int count, ulong seed = 1)
    {
        string path = Path.Combine(folder.Path, name);
        File.WriteAllLines(path, Lines(count, seed));
        return path;
    }
}
