using System.Text;

namespace DataCuration.TestKit.LanguageModels;

/// <summary>Answers that no parser should accept or fail on: near misses of a rating, other formats, noise.</summary>
public static class GarbageAnswers
{
    /// <summary>Returns the garbage for a text, different each time.</summary>
    public static string Make(string text, int time) => Make(SeededRandom.Create((ulong)time, "garbage", text));

    /// <summary>Returns garbage from a random sequence.</summary>
    public static string Make(SeededRandom random)
    {
        switch (random.NextInt64(8))
        {
            case 0: return "G\n5\n4\n5\n";
            case 1: return "Sure! Here are the ratings: Accuracy 4/5, Coherence 5/5.";
            case 2: return "P\n" + string.Join('\n', Enumerable.Repeat("5", 14));
            case 3: return "G\n" + string.Join('\n', Enumerable.Repeat("6", 14));
            case 4: return "{\"domain\": \"G\", \"scores\": [5, 5";
            case 5: return new string('5', 1 + (int)random.NextInt64(3_000));
            case 6: return "\u0000\u001b[2J\u202e" + random.NextUInt64();
            default:
                var noise = new StringBuilder();
                for (long i = random.NextInt64(200); i >= 0; i--) noise.Append((char)(0x20 + random.NextInt64(0x2F00)));
                return noise.ToString();
        }
    }
}
