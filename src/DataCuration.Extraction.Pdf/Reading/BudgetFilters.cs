using System.IO.Compression;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace DataCuration;

/// <summary>
/// PdfPig's stream filters under a <see cref="PdfBudget"/>. PdfPig inflates a stream whole, so a bomb has to be found before: streams whose inflated length could
/// pass the budget are inflated once without keeping anything. Deflate gains at most a factor of 1,032 (RFC 1951: 258 bytes for two bits), so few are.
/// </summary>
internal sealed class BudgetFilters(PdfBudget budget) : IFilterProvider
{
    private const int MaxDeflateGain = 1032;
    private readonly Dictionary<IFilter, IFilter> wrapped = [];

    /// <summary>What is counted on; the page reader finds it here.</summary>
    public PdfBudget Budget { get; } = budget;

    public IReadOnlyList<IFilter> GetFilters(DictionaryToken dictionary)
    {
        // Streams without a filter come here too, and never reach a filter's Decode.
        Budget.AddWork(16);
        return Wrap(DefaultFilterProvider.Instance.GetFilters(dictionary));
    }

    public IReadOnlyList<IFilter> GetNamedFilters(IReadOnlyList<NameToken> names) => Wrap(DefaultFilterProvider.Instance.GetNamedFilters(names));

    public IReadOnlyList<IFilter> GetAllFilters() => Wrap(DefaultFilterProvider.Instance.GetAllFilters());

    private IReadOnlyList<IFilter> Wrap(IReadOnlyList<IFilter> filters)
    {
        if (filters.Count == 0) return filters;
        // More than a few filters on one stream exist only to multiply gains.
        if (filters.Count > 8) Budget.Exceed(PdfDropReasons.TooMuchData);
        var result = new IFilter[filters.Count];
        for (int i = 0; i < result.Length; i++)
        {
            if (!wrapped.TryGetValue(filters[i], out IFilter? filter)) wrapped.Add(filters[i], filter = new BudgetFilter(filters[i], Budget));
            result[i] = filter;
        }
        return result;
    }

    private sealed class BudgetFilter(IFilter inner, PdfBudget budget) : IFilter
    {
        private readonly bool isFlate = inner is FlateFilter;

        public bool IsSupported => inner.IsSupported;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex)
        {
            budget.AddWork(1);
            // LZW gains at most 4,096 bytes for 12 bits.
            if (isFlate && input.Length > budget.DecodableBytes / MaxDeflateGain) Probe(input);
            else if (!isFlate && input.Length > budget.DecodableBytes) budget.Exceed(PdfDropReasons.TooMuchData);
            Memory<byte> result = inner.Decode(input, streamDictionary, filterProvider, filterIndex);
            budget.AddDecoded(result.Length);
            if (streamDictionary.Data.TryGetValue("Type", out IToken? type) && type is NameToken { Data: "ObjStm" } && streamDictionary.Data.TryGetValue("First", out IToken? first) && first is NumericToken number
                && budget.References.AddObjectStream(result.Span, number.Int)) budget.Exceed(PdfDropReasons.TooDeep);
            return result;
        }

        private void Probe(Memory<byte> input)
        {
            if (input.Length <= 2) return;
            byte[] buffer = new byte[1 << 16];
            long total = 0;
            using var source = new MemoryStream(input[2..].ToArray(), writable: false); // behind the two bytes of zlib's header
            using var inflate = new DeflateStream(source, CompressionMode.Decompress);
            try
            {
                for (int read; (read = inflate.Read(buffer)) > 0;)
                {
                    total += read;
                    if (total > budget.DecodableBytes) budget.Exceed(PdfDropReasons.TooMuchData);
                    budget.AddWork(read / 64);
                }
            }
            catch (InvalidDataException)
            {
                // Damaged data: PdfPig decides what of it to use, which is no more than was inflated here.
            }
        }
    }
}
