using System.Text.Json;
using DataCuration.Filters;

namespace DataCuration.PeerVectors;

/// <summary>Judges the address filter in datatrove's mode.</summary>
public sealed class UrlFilterJudge() : VectorJudge("datatrove_url_filter")
{
    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        // The reference uses the list's first section only.
        PublicSuffixList suffixes = File.Exists(PublicSuffixList.DefaultPath) ? PublicSuffixList.Load(includePrivate: false) : Suffixes(root);
        foreach (JsonElement variant in root.GetProperty("variants").EnumerateArray())
        {
            JsonElement values = variant.GetProperty("parameters");
            var parameters = new Parameters(values);
            var lists = new UrlLists
            {
                Domains = parameters.Words("extra_domains", []),
                Urls = parameters.Words("extra_urls", []),
                BannedWords = parameters.Words("banned_words", []),
                BannedSubwords = parameters.Words("banned_subwords", []),
                SoftBannedWords = parameters.Words("soft_banned_words", []),
            };
            int threshold = parameters.Int("soft_word_threshold", 2) ?? 2;
            if (parameters.Bool("use_integrated_lists", true)) throw new InvalidDataException("The library has no integrated lists.");
            string name = variant.GetProperty("name").GetString()!;
            parameters.RequireAllUsed(name);
            // The filter itself refuses to run without lists; its rules do not.
            var matcher = new UrlMatcher(lists, suffixes, compatible: true);
            foreach (JsonProperty one in variant.GetProperty("result").EnumerateObject())
                tally.Equal($"{name}, {one.Name}", one.Value.ValueKind == JsonValueKind.True ? null : one.Value.GetString(),
                    matcher.Match(one.Name, threshold));
        }
        if (!root.TryGetProperty("without_url", out JsonElement without)) return;
        foreach (JsonElement _ in without.EnumerateArray()) tally.Deviate(DeviationReasons.DatatroveWithoutAddress);
    }

    /// <summary>Without Debian's list: the suffixes that the file itself names.</summary>
    private static PublicSuffixList Suffixes(JsonElement root) => PublicSuffixList.Parse(string.Join('\n', root.GetProperty("parsed").EnumerateObject()
        .Select(one => one.Value.GetProperty("suffix").GetString()!.ToLowerInvariant()).Where(suffix => suffix.Length > 0).Distinct()));
}
