using DataCuration;
using DataCuration.Selection;

namespace QuickStart;

/// <summary>What a method has selected.</summary>
/// <param name="Name">Its name in the output folder.</param>
/// <param name="Method">The method.</param>
/// <param name="Seed">The seed of selection and training.</param>
/// <param name="Shards">Its tokens.</param>
/// <param name="KullbackLeibler">Its n-gram distribution against the target's.</param>
/// <param name="Overlap">For each evaluation document, the share of its bytes that stand word for word (50 bytes or more) in the selection.</param>
/// <param name="OverlapBytes">The share of all evaluation bytes that do.</param>
/// <param name="Sources">Selected documents by the control field.</param>
internal sealed record Selection(
    string Name, Method Method, ulong Seed, TokenShards Shards, KullbackLeiblerReport KullbackLeibler, IReadOnlyDictionary<string, double> Overlap, double OverlapBytes,
    IReadOnlyDictionary<string, long> Sources);
