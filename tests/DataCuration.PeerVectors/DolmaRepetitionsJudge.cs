using System.Text.Json;
using DataCuration.Filters;
using DataCuration.TestKit;

namespace DataCuration.PeerVectors;

/// <summary>Dolma's repetitions of characters and of numbers.</summary>
internal sealed class DolmaRepetitionsJudge() : VectorJudge("dolma_repetitions")
{
    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        using var all = new StageCalls(new DolmaRepetitionTagger());
        using var paragraphs = new StageCalls(new DolmaRepetitionTagger { ByParagraph = true });
        foreach (JsonProperty one in root.GetProperty("characters").EnumerateObject())
        {
            string text = one.Value.GetProperty("text").GetString()!;
            foreach ((string tagger, StageCalls calls) in new[] { ("repetitions_v1", all), ("paragraph_repetitions_v1", paragraphs) })
                DolmaAttributes.Compare($"{one.Name} {tagger}", tagger, one.Value.GetProperty(tagger), calls.Apply(text).Document!, tally);
        }
        int number = 0;
        foreach (JsonElement one in root.GetProperty("periodic").EnumerateArray())
        {
            int[] values = [.. one.GetProperty("values").EnumerateArray().Select(value => value.GetInt32())];
            string expected = string.Join(' ', one.GetProperty("sequences").EnumerateArray().Select(s => $"{s[0]}-{s[1]}/{s[2]}x{s[3]}"));
            string actual = string.Join(' ', DolmaRepetitions.FindPeriodic(values, one.GetProperty("max_period").GetInt32())
                .Select(s => $"{s.Start}-{s.End}/{s.Period}x{s.Times}"));
            tally.Equal($"periodic {number++}", expected, actual);
        }
    }
}
