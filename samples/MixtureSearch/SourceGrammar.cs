using System.Text;
using DataCuration;

namespace MixtureSearch;

/// <summary>A source of invented texts: sentences with slots, and the words for each slot.</summary>
/// <param name="Name">The name of the source.</param>
/// <param name="Bytes">The size of the source in bytes.</param>
/// <param name="Sentences">The sentences. A capital letter between braces is a slot.</param>
/// <param name="Words">The words of each slot, separated by commas.</param>
internal sealed record SourceGrammar(string Name, int Bytes, string[] Sentences, Dictionary<char, string> Words)
{
    private readonly Dictionary<char, string[]> words = Words.ToDictionary(slot => slot.Key, slot => slot.Value.Split(", "));

    /// <summary>Appends a sentence.</summary>
    public void AppendSentence(StringBuilder text, ref SeededRandom random)
    {
        string sentence = Pick(Sentences, ref random);
        for (int i = 0; i < sentence.Length; i++)
        {
            if (sentence[i] != '{')
            {
                text.Append(sentence[i]);
                continue;
            }
            text.Append(Pick(words[sentence[i + 1]], ref random));
            i += 2; // the letter and the closing brace
        }
        text.Append(' ');
    }

    private static string Pick(string[] choices, ref SeededRandom random) => choices[(int)random.NextInt64(choices.Length)];
}
