using System.Buffers;
using System.IO.Compression;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace DataCuration.Extraction.Pdf;

/// <summary>
/// Applies a <see cref="PdfBudget"/> to PdfPig's stream filters. PdfPig inflates whole streams, so a decompression bomb must be found first: streams whose
/// inflated size could exceed the budget are inflated here. Deflate expands by at most a factor of 1,032 (RFC 1951: 258 bytes for two bits), so few streams
/// qualify. PdfPig inflates again only damaged streams and those with a predictor.
/// </summary>
internal sealed class BudgetFilters(PdfBudget budget) : IFilterProvider
{
    private const int MaxDeflateGain = 1032;
    private const int BlockBytes = 1 << 16;
    private readonly Dictionary<IFilter, IFilter> wrapped = [];

    /// <summary>The budget. The page reader takes it from here.</summary>
    public PdfBudget Budget { get; } = budget;

    public IReadOnlyList<IFilter> GetFilters(DictionaryToken dictionary)
    {
        // Streams without a filter pass through here too, but never reach a filter's Decode.
        Budget.AddWork(16);
        return Wrap(DefaultFilterProvider.Instance.GetFilters(dictionary));
    }

    public IReadOnlyList<IFilter> GetNamedFilters(IReadOnlyList<NameToken> names) => Wrap(DefaultFilterProvider.Instance.GetNamedFilters(names));

    public IReadOnlyList<IFilter> GetAllFilters() => Wrap(DefaultFilterProvider.Instance.GetAllFilters());

    private IReadOnlyList<IFilter> Wrap(IReadOnlyList<IFilter> filters)
    {
        if (filters.Count == 0) return filters;
        // More than a few filters on one stream serve only to multiply expansion.
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
            // LZW expands 12 bits to at most 4,096 bytes.
            Memory<byte>? inflated = null;
            if (isFlate && input.Length > budget.DecodableBytes / MaxDeflateGain) inflated = Inflate(input, HasParameters(streamDictionary));
            else if (!isFlate && input.Length > budget.DecodableBytes) budget.Exceed(PdfDropReasons.TooMuchData);
            Memory<byte> result = inflated ?? inner.Decode(input, streamDictionary, filterProvider, filterIndex);
            budget.AddDecoded(result.Length);
            if (streamDictionary.Data.TryGetValue("Type", out IToken? type) && type is NameToken { Data: "ObjStm" }
                && streamDictionary.Data.TryGetValue("First", out IToken? first) && first is NumericToken number
                && budget.References.AddObjectStream(result.Span, number.Int)) budget.Exceed(PdfDropReasons.TooDeep);
            return result;
        }

        /// <summary>PdfPig undoes predictors.</summary>
        private static bool HasParameters(DictionaryToken dictionary) =>
            dictionary.Data.ContainsKey("DecodeParms") || dictionary.Data.ContainsKey("DP") || dictionary.Data.ContainsKey("Crypt");

        /// <summary>Inflates a stream, and aborts the reading if it becomes too large.</summary>
        /// <returns>The whole stream; null if PdfPig must decode it, because it is damaged or only measured.</returns>
        private Memory<byte>? Inflate(Memory<byte> input, bool measureOnly)
        {
            if (input.Length <= 2) return null;
            byte[] buffer = ArrayPool<byte>.Shared.Rent(measureOnly ? BlockBytes : Math.Max(BlockBytes, 3 * input.Length));
            try
            {
                using var source = new MemoryStream(input[2..].ToArray(), writable: false); // skips the two bytes of the zlib header
                using var inflate = new DeflateStream(source, CompressionMode.Decompress);
                int length = 0;
                long total = 0;
                for (int read; (read = inflate.Read(buffer, length, buffer.Length - length)) > 0;)
                {
                    total += read;
                    if (total > budget.DecodableBytes) budget.Exceed(PdfDropReasons.TooMuchData);
                    budget.AddWork(read / 64);
                    if (measureOnly || (length += read) < buffer.Length) continue;
                    byte[] larger = ArrayPool<byte>.Shared.Rent(2 * buffer.Length); // at most twice the limit for one stream
                    buffer.AsSpan().CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
                return measureOnly ? null : buffer.AsSpan(0, length).ToArray();
            }
            catch (InvalidDataException)
            {
                return null; // damaged: PdfPig decides how much to use, which is at most what was inflated here
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}
