using System.Text.Json;
using DataCuration.Filters;
using DataCuration.TestKit;

namespace DataCuration.PeerVectors;

/// <summary>Dolma's block lists.</summary>
internal sealed class DolmaUrlsJudge() : VectorJudge("dolma_urls")
{
    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        TermList list = TermList.Of(root.GetProperty("list").GetString()!.Split('\n'));
        foreach (string kind in new[] { "url", "domain" })
        {
            var tagger = new DolmaUrlTagger { Blocked = list, ByDomain = kind == "domain", CopiesFaults = true };
            JsonElement part = root.GetProperty(kind);
            tally.Equal($"{kind} list", string.Join('\n', FilterRun.Texts(part, "blocklist").Order(StringComparer.Ordinal)),
                string.Join('\n', tagger.Entries.Order(StringComparer.Ordinal)));
            foreach (JsonProperty hit in part.GetProperty("hit").EnumerateObject())
                tally.Equal($"{kind} {hit.Name}", hit.Value.GetBoolean(), tagger.IsBlocked(hit.Name));
        }
    }
}
