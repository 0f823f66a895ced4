using System.Globalization;
using System.Text.Json;
using DataCuration.Filters;
using DataCuration.TestKit;

namespace DataCuration.PeerVectors;

/// <summary>DCLM's rules for addresses, and its normal form of them.</summary>
internal sealed class DclmUrlsJudge() : VectorJudge("dclm_urls")
{
    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        string[] urls = [.. root.GetProperty("urls").EnumerateArray().Select(one => one.GetString()!)];
        int number = 0;
        foreach (JsonElement filter in root.GetProperty("filters").EnumerateArray())
        {
            JsonElement of = filter.GetProperty("parameters");
            using var calls = new StageCalls(new DclmUrlFilter
            {
                Banned = TermList.Of(FilterRun.Texts(of, "banlist")),
                ExactDomain = FilterRun.Flag(of, "exact_domain_match") ?? false,
                Ignored = FilterRun.Texts(of, "ignore_chars"),
                MinFound = (int)(FilterRun.Number(of, "num_banned_substrs") ?? 1),
                MatchesSubstrings = FilterRun.Flag(of, "match_substrings") ?? true,
                IsCaseSensitive = FilterRun.Flag(of, "case_sensitive") ?? false,
                CopiesFaults = true,
            });
            int index = 0;
            foreach (JsonElement keep in filter.GetProperty("keep").EnumerateArray())
            {
                bool kept = !calls.Apply(FilterRun.Document("text", urls[index])).IsDrop;
                tally.Equal(string.Create(CultureInfo.InvariantCulture, $"filter {number} {urls[index++]}"), keep.GetBoolean(), kept);
            }
            number++;
        }
        foreach (JsonElement pair in root.GetProperty("normalize_url").EnumerateArray())
            tally.Equal($"normalize {pair[0]}", pair[1].GetString(), DclmUrl.Normalize(pair[0].GetString()!));
    }
}
