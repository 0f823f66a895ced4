using DataCuration;
using DataCuration.Selection;

namespace QuickStart;

/// <summary>The result of a selection method.</summary>
/// <param name="Method">The method.</param>
/// <param name="Seed">The seed of selection and training.</param>
/// <param name="KullbackLeibler">The selection's n-gram distribution compared with the target's.</param>
/// <param name="Overlap">For each evaluation document, the share of its bytes that occur word for word (50 bytes or more) in the selection.</param>
/// <param name="OverlapBytes">The share of all evaluation bytes that occur in the selection.</param>
/// <param name="Sources">The number of selected documents by control field.</param>
internal sealed record Selection(
    Method Method, ulong Seed, KullbackLeiblerReport KullbackLeibler,
    IReadOnlyDictionary<string, double> Overlap, double OverlapBytes,
    IReadOnlyDictionary<string, long> Sources);
