using System.Buffers;
using System.IO.Compression;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace DataCuration.Extraction.Pdf;

/// <summary>
/// PdfPig's stream filters under a <see cref="PdfBudget"/>. PdfPig inflates a stream whole, so a bomb has to be found before: streams whose inflated length could
/// pass the budget are inflated here. Deflate gains at most a factor of 1,032 (RFC 1951: 258 bytes for two bits), so few are. PdfPig inflates again only what is damaged or has a predictor.
/// </summary>
internal sealed class BudgetFilters(PdfBudget budget) : IFilterProvider
{
    private const int MaxDeflateGain = 1032;
    private const int BlockBytes = 1 << 16;
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
            Memory<byte>? inflated = null;
            if (isFlate && input.Length > budget.DecodableBytes / MaxDeflateGain) inflated = Inflate(input, HasParameters(streamDictionary));
            else if (!isFlate && input.Length > budget.DecodableBytes) budget.Exceed(PdfDropReasons.TooMuchData);
            Memory<byte> result = inflated ?? inner.Decode(input, streamDictionary, filterProvider, filterIndex);
            budget.AddDecoded(result.Length);
            if (streamDictionary.Data.TryGetValue("Type", out IToken? type) && type is NameToken { Data: "ObjStm" } && streamDictionary.Data.TryGetValue("First", out IToken? first) && first is NumericToken number
                && budget.References.AddObjectStream(result.Span, number.Int)) budget.Exceed(PdfDropReasons.TooDeep);
            return result;
        }

        /// <summary>Predictors are PdfPig's to undo.</summary>
        private static bool HasParameters(DictionaryToken dictionary) => dictionary.Data.ContainsKey("DecodeParms") || dictionary.Data.ContainsKey("DP") || dictionary.Data.ContainsKey("Crypt");

        /// <summary>Inflates, and ends the reading where it becomes too much.</summary>
        /// <returns>The whole stream; null if PdfPig has to decide: it is damaged, or is only to be measured.</returns>
        private Memory<byte>? Inflate(Memory<byte> input, bool measureOnly)
        {
            if (input.Length <= 2) return null;
            byte[] buffer = ArrayPool<byte>.Shared.Rent(measureOnly ? BlockBytes : Math.Max(BlockBytes, 3 * input.Length));
            try
            {
                using var source = new MemoryStream(input[2..].ToArray(), writable: false); // behind the two bytes of zlib's header
                using var inflate = new DeflateStream(source, CompressionMode.Decompress);
                int length = 0;
                long total = 0;
                for (int read; (read = inflate.Read(buffer, length, buffer.Length - length)) > 0;)
                {
                    total += read;
                    if (total > budget.DecodableBytes) budget.Exceed(PdfDropReasons.TooMuchData);
                    budget.AddWork(read / 64);
                    if (measureOnly || (length += read) < buffer.Length) continue;
                    byte[] larger = ArrayPool<byte>.Shared.Rent(2 * buffer.Length); // at most twice what one stream may have
                    buffer.AsSpan().CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
                return measureOnly ? null : buffer.AsSpan(0, length).ToArray();
            }
            catch (InvalidDataException)
            {
                return null; // damaged: PdfPig decides what of it to use, which is no more than was inflated here
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}
