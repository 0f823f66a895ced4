using System.Text;

namespace DataCuration.Extraction;

/// <summary>Writes the inline markup of a page: emphasis, code, links, images and quotation marks, and the references to links and images.</summary>
/// <param name="text">Receives the markup.</param>
internal sealed class SegmentMarkup(BlockText text)
{
    private const int MaxWaitingImages = 8;
    private const int MaxImageDistance = 40;
    private const int MaxAddressLength = 2048;
    private const int MaxGrowth = 1 << 16;

    private static readonly byte[] Bold = "**"u8.ToArray();
    private static readonly byte[] Italic = "*"u8.ToArray();
    private static readonly byte[] Code = "`"u8.ToArray();
    private static readonly byte[] Link = "["u8.ToArray();

    private readonly List<byte[]> waitingImages = [];
    private readonly List<int> waitingNodes = [];
    private HtmlTree tree = null!;
    private PageUrls? urls;
    private InlineMarkup markup;
    private int growth;

    /// <summary>The links and images of the page, if they are wanted.</summary>
    public RowList<PageReference> References { get; } = new();

    /// <summary>True if images are written.</summary>
    public bool HasImages => (markup & (InlineMarkup.Images | InlineMarkup.References)) != 0;

    /// <summary>Begins a page.</summary>
    public void Begin(HtmlTree parsed, InlineMarkup wanted, PageUrls? resolver)
    {
        (tree, markup, urls) = (parsed, wanted, resolver);
        ForgetWaiting();
        References.Clear();
        growth = parsed.Html.Length + MaxGrowth;
    }

    /// <summary>Opens the markup of an inline element.</summary>
    /// <returns>True if it has any, which must be closed.</returns>
    public bool Open(int node)
    {
        HtmlTag tag = tree.Nodes[node].Tag;
        if (tag == HtmlTag.Quote && !QuotationMarks.AreWritten(tree, node))
        {
            (string open, string close) = QuotationMarks.Of(tree, node);
            text.OpenQuote(open, close);
            return true;
        }
        if (markup == InlineMarkup.None) return false;
        switch (tag)
        {
            case HtmlTag.Bold or HtmlTag.Strong when markup.HasFlag(InlineMarkup.Emphasis): text.Open(Bold, Bold, isOnce: false); return true;
            case HtmlTag.Italic or HtmlTag.Emphasis when markup.HasFlag(InlineMarkup.Emphasis): text.Open(Italic, Italic, isOnce: false); return true;
            case HtmlTag.Code or HtmlTag.Keyboard or HtmlTag.SampleOutput or HtmlTag.Teletype when markup.HasFlag(InlineMarkup.Code):
                text.Open(Code, Code, isOnce: false); return true;
            case HtmlTag.Anchor when (markup & (InlineMarkup.Links | InlineMarkup.References)) != 0 && tree.AttributeText(node, HtmlAttributeName.Href)
                is { Length: > 0 and <= MaxAddressLength } address && !address.TrimStart().StartsWith("javascript:", StringComparison.OrdinalIgnoreCase):
                OpenLink(address);
                return true;
            default: return false;
        }
    }

    /// <summary>Writes an image at its position. An image between blocks is written before the text that follows.</summary>
    /// <param name="node">The image.</param>
    /// <param name="isInBlock">True if a block is open.</param>
    public void AddImage(int node, bool isInBlock)
    {
        string? address = null;
        foreach (HtmlAttributeName name in (ReadOnlySpan<HtmlAttributeName>)[HtmlAttributeName.Src, HtmlAttributeName.DataSrc, HtmlAttributeName.DataOriginal])
        {
            // Data URLs are placeholders for images that a script loads.
            address = tree.AttributeText(node, name)?.Trim();
            if (address is { Length: > 0 } && !address.StartsWith("data:", StringComparison.OrdinalIgnoreCase)) break;
            address = null;
        }
        if (address is null || address.Length > MaxAddressLength) return;
        string alternative = (tree.AttributeText(node, HtmlAttributeName.Alt) ?? "").ReplaceLineEndings(" ").Trim();
        if (alternative.Length > MaxAddressLength)
            alternative = alternative[..(char.IsHighSurrogate(alternative[MaxAddressLength - 1]) ? MaxAddressLength - 1 : MaxAddressLength)];
        address = AddressOf(address);
        byte[] image = markup.HasFlag(InlineMarkup.Images)
            ? Encoding.UTF8.GetBytes($"![{alternative.Replace("]", "\\]", StringComparison.Ordinal)}]({Escape(address)})") : [];
        if (markup.HasFlag(InlineMarkup.References))
            image = [.. ReferenceMarks.Begin(References.Count), .. image, .. ReferenceMarks.End(AddReference(PageReferenceKind.Image, address, alternative))];
        if (isInBlock) Append(image);
        // Keep it for the next block as well: a block that starts with white space only may turn out to be empty.
        if (waitingImages.Count >= MaxWaitingImages) return;
        waitingImages.Add(image);
        waitingNodes.Add(node);
    }

    /// <summary>Writes the images before a block into it.</summary>
    /// <param name="node">The first node of the block.</param>
    public void WriteWaiting(int node)
    {
        if (waitingImages.Count == 0) return;
        while (waitingNodes.Count > 0 && node - waitingNodes[0] > MaxImageDistance)
        {
            waitingNodes.RemoveAt(0);
            waitingImages.RemoveAt(0);
        }
        foreach (byte[] written in waitingImages)
        {
            Append(written);
            if (markup.HasFlag(InlineMarkup.Images)) text.BreakLine();
        }
    }

    /// <summary>Forgets the images before a block that has text.</summary>
    public void ForgetWaiting()
    {
        waitingImages.Clear();
        waitingNodes.Clear();
    }

    private void OpenLink(string address)
    {
        byte[] begin = [], end = [];
        address = AddressOf(address);
        if (markup.HasFlag(InlineMarkup.Links)) (begin, end) = (Link, Encoding.UTF8.GetBytes($"]({Escape(address)})"));
        if (markup.HasFlag(InlineMarkup.References)) (begin, end) =
            ([.. begin, .. ReferenceMarks.Begin(References.Count)], [.. ReferenceMarks.End(AddReference(PageReferenceKind.Link, address, "")), .. end]);
        text.Open(begin, end, isOnce: true);
    }

    private void Append(byte[] image)
    {
        if (markup.HasFlag(InlineMarkup.Images)) text.AppendMarkup(image);
        else text.AppendMark(image);
    }

    private int AddReference(PageReferenceKind kind, string address, string alternative)
    {
        References.Add(new() { Kind = kind, Offset = 0, Length = 0, Address = address, AlternativeText = alternative });
        return References.Count - 1;
    }

    /// <summary>Resolves an address, unless that makes the text much longer than the page. A page with a long address can have many short links.</summary>
    private string AddressOf(string given)
    {
        given = given.Trim().ReplaceLineEndings("");
        if (growth <= 0 || urls?.Resolve(given) is not { } absolute) return given;
        growth -= absolute.Length - given.Length;
        return absolute;
    }

    /// <summary>Escapes characters that would end a Markdown address.</summary>
    private static string Escape(string address) =>
        address.Replace(" ", "%20", StringComparison.Ordinal).Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal);
}
