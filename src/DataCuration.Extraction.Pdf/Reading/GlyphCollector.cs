using System.Runtime.InteropServices;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Geometry;
using UglyToad.PdfPig.Graphics;
using UglyToad.PdfPig.Graphics.Operations;
using UglyToad.PdfPig.Parser;
using UglyToad.PdfPig.PdfFonts;
using UglyToad.PdfPig.Tokenization.Scanner;
using UglyToad.PdfPig.Tokens;

namespace DataCuration.Extraction.Pdf;

/// <summary>Runs the drawing operations of a page and records the glyphs. Paths, images and shadings are ignored, and nothing is built for them.</summary>
internal sealed class GlyphCollector : BaseStreamProcessor<GlyphPage>, IOperationContext
{
    /// <summary>The maximum nesting of forms. Real files have a few levels; a cycle would never end.</summary>
    private const int MaxFormDepth = 24;

    /// <summary>The maximum number of saved graphics states. ISO 32000-1, annex C, expects 28.</summary>
    private const int MaxStates = 10_000;

    /// <summary>
    /// The maximum length of replacement text. Longer texts cover whole lines and cannot be placed per letter, so the drawn text is used instead.
    /// </summary>
    private const int MaxActualText = 8;

    private readonly PdfBudget budget;
    private readonly TextResources resources;
    private readonly List<PdfGlyph> glyphs = [];
    private readonly Stack<(GlyphKind Kind, string? ActualText)> marked = new();
    private readonly double width;
    private readonly double height;
    private readonly double left;
    private readonly double bottom;
    private GlyphKind markedKind;
    private string? actualText;
    private bool actualTextDone;
    private IFont? lastFont;
    private FontTraits? lastTraits;
    private long unmapped;
    private int formDepth;

    public GlyphCollector(PdfBudget budget, int pageNumber, IResourceStore resourceStore, IPdfTokenScanner pdfScanner, IPageContentParser pageContentParser,
        ILookupFilterProvider filterProvider,
        CropBox cropBox, UserSpaceUnit userSpaceUnit, PageRotationDegrees rotation, in TransformationMatrix initialMatrix, ParsingOptions parsingOptions)
        : base(pageNumber, resourceStore, pdfScanner, pageContentParser, filterProvider, cropBox, userSpaceUnit, rotation, initialMatrix, parsingOptions)
    {
        this.budget = budget;
        resources = (TextResources)resourceStore;
        // The page factory has rotated the crop box and moved it to the origin of the letters' coordinates.
        PdfRectangle seen = cropBox.Bounds;
        left = Math.Min(seen.Left, seen.Right);
        bottom = Math.Min(seen.Bottom, seen.Top);
        width = Math.Abs(seen.Width);
        height = Math.Abs(seen.Height);
        GetCurrentState().ColorSpaceContext = new NoColors();
        budget.BeginPage();
    }

    public override GlyphPage Process(int pageNumberCurrent, IReadOnlyList<IGraphicsStateOperation> operations)
    {
        PageNumber = pageNumberCurrent;
        CloneAllStates();
        ProcessOperations(operations);
        return new GlyphPage(width, height, glyphs, unmapped);
    }

    protected override void ProcessOperations(IReadOnlyList<IGraphicsStateOperation> operations)
    {
        for (int i = 0; i < operations.Count; i++)
        {
            budget.AddWork(1);
            operations[i].Run(this);
        }
    }

    public override void PushState()
    {
        if (StackSize > MaxStates) budget.Exceed(PdfDropReasons.TooDeep);
        base.PushState();
    }

    protected override void ProcessFormXObject(StreamToken formStream, NameToken xObjectName)
    {
        budget.AddWork(64);
        if (formDepth >= MaxFormDepth) return;
        formDepth++;
        try
        {
            base.ProcessFormXObject(formStream, xObjectName);
        }
        finally
        {
            formDepth--;
        }
    }

    /// <summary>Replaces the base class's method, which draws every glyph to get its width.</summary>
    public new void ShowText(IInputBytes bytes)
    {
        CurrentFontState state = GetCurrentState().FontState;
        if (state.FromExtendedGraphicsState || resources.GetSimpleFont(state.FontName) is not { } font)
        {
            base.ShowText(bytes);
            return;
        }
        var codes = new List<byte>();
        while (bytes.MoveNext()) codes.Add(bytes.CurrentByte);
        ShowSimple(font, CollectionsMarshal.AsSpan(codes));
    }

    public override void ShowPositionedText(IReadOnlyList<IToken> tokens)
    {
        CurrentFontState state = GetCurrentState().FontState;
        if (state.FromExtendedGraphicsState || resources.GetSimpleFont(state.FontName) is not { } font)
        {
            base.ShowPositionedText(tokens);
            return;
        }
        double scaling = state.HorizontalScaling / 100.0;
        for (int i = 0; i < tokens.Count; i++)
        {
            if (tokens[i] is NumericToken number)
                TextMatrices.TextMatrix = TextMatrices.TextMatrix.Translate(-number.Data / 1000 * state.FontSize * scaling, 0);
            else ShowSimple(font, tokens[i] is HexToken hex ? hex.Bytes : ((StringToken)tokens[i]).GetBytes());
        }
    }

    public override void RenderGlyph(IFont font, CurrentGraphicsState currentState, double fontSize, double pointSize, int code,
        string unicode, long currentOffset,
        in TransformationMatrix renderingMatrix, in TransformationMatrix textMatrix, in TransformationMatrix transformationMatrix,
        CharacterBoundingBox characterBoundingBox)
    {
        if (lastTraits is null || !ReferenceEquals(font, lastFont))
        {
            CurrentFontState state = currentState.FontState;
            lastTraits = resources.GetTraits(state.FromExtendedGraphicsState ? null : state.FontName, font);
            lastFont = font;
        }
        Add(unicode, lastTraits, currentState, renderingMatrix, textMatrix, transformationMatrix, characterBoundingBox.Width, font is IType3Font
            ? characterBoundingBox.GlyphBounds.Height : 0);
    }

    private void ShowSimple(SimpleFont font, ReadOnlySpan<byte> codes)
    {
        CurrentGraphicsState current = GetCurrentState();
        CurrentFontState state = current.FontState;
        double size = state.FontSize, scaling = state.HorizontalScaling / 100.0;
        TransformationMatrix page = current.CurrentTransformationMatrix,
            rendering = TransformationMatrix.FromValues(size * scaling, 0, 0, size, 0, state.Rise), text = TextMatrices.TextMatrix;
        foreach (byte code in codes)
        {
            string unicode = font.Text(code); // before the width, in PdfPig's order: some of its fonts load glyphs in one call for the other
            double width = font.Width(code);
            Add(unicode, font.Traits, current, rendering, text, page, width, 0);
            text = text.Translate((width * size + state.CharacterSpacing + (code == ' ' ? state.WordSpacing : 0)) * scaling, 0);
        }
        TextMatrices.TextMatrix = text;
    }

    private void Add(string unicode, FontTraits font, CurrentGraphicsState state, in TransformationMatrix rendering, in TransformationMatrix textMatrix,
        in TransformationMatrix page, double width, double type3Height)
    {
        budget.AddLetter();
        font.Add(unicode, width);
        if (state.FontState.TextRenderingMode is TextRenderingMode.FillThenStroke) font = font.Stroked;
        GlyphKind kind = markedKind;
        if (state.FontState.TextRenderingMode is TextRenderingMode.Neither or TextRenderingMode.NeitherClip) kind |= GlyphKind.Invisible;
        string text = unicode;
        if (actualText is not null)
        {
            text = actualTextDone ? "" : actualText;
            actualTextDone = true;
        }
        else if (IsUnmapped(unicode))
        {
            unmapped++;
            return;
        }
        (double x, double y) = Place(rendering, textMatrix, page, 0, 0);
        (double endX, double endY) = Place(rendering, textMatrix, page, width, 0);
        (double upX, double upY) = Place(rendering, textMatrix, page, 0, 1);
        double size = Length(upX - x, upY - y), advance = Length(endX - x, endY - y);
        // Type 3 fonts have their own units. If the size does not fit the glyph, its height is used instead: capitals are about 0.7 of the size.
        if (type3Height > 0)
        {
            (double topX, double topY) = Place(rendering, textMatrix, page, 0, type3Height);
            double drawn = Length(topX - x, topY - y);
            if (drawn > 0 && size is var given && (given > 8 * Math.Max(drawn, advance) || given < 0.4 * drawn)) size = drawn / 0.7;
        }
        if (!double.IsFinite(x + y + endX + endY + size)) return;
        glyphs.Add(new PdfGlyph(text, x, y, endX, endY, size, kind, font));
    }

    public override void BeginMarkedContent(NameToken name, NameToken? propertyDictionaryName, DictionaryToken? properties)
    {
        marked.Push((markedKind, actualText));
        if (properties is null && propertyDictionaryName is not null) properties = ResourceStore.GetMarkedContentPropertiesDictionary(propertyDictionaryName);
        if (properties is null) return;
        if (name?.Data == "Artifact" && properties.Data.TryGetValue("Type", out IToken? type) && type is NameToken { Data: "Pagination" })
            markedKind |= GlyphKind.Artifact;
        if (properties.Data.TryGetValue("ActualText", out IToken? replacement)
            && (replacement as IDataToken<string>)?.Data is { Length: <= MaxActualText } given)
        {
            actualText = given.TrimStart('\uFEFF');
            actualTextDone = false;
        }
    }

    public override void EndMarkedContent()
    {
        if (marked.TryPop(out (GlyphKind Kind, string? ActualText) outer)) (markedKind, actualText) = outer;
    }

    protected override void RenderXObjectImage(XObjectContentRecord xObjectContentRecord)
    {
    }

    public override void BeginSubpath()
    {
    }

    public override PdfPoint? CloseSubpath() => null;

    public override void StrokePath(bool close)
    {
    }

    public override void FillPath(FillingRule fillingRule, bool close)
    {
    }

    public override void FillStrokePath(FillingRule fillingRule, bool close)
    {
    }

    public override void MoveTo(double x, double y)
    {
    }

    public override void BezierCurveTo(double x2, double y2, double x3, double y3)
    {
    }

    public override void BezierCurveTo(double x1, double y1, double x2, double y2, double x3, double y3)
    {
    }

    public override void LineTo(double x, double y)
    {
    }

    public override void Rectangle(double x, double y, double width, double height)
    {
    }

    public override void EndPath()
    {
    }

    public override void ClosePath()
    {
    }

    public override void ModifyClippingIntersect(FillingRule clippingRule)
    {
    }

    protected override void ClipToRectangle(PdfRectangle rectangle, FillingRule clippingRule)
    {
    }

    public override void PaintShading(NameToken shadingName)
    {
    }

    protected override void RenderInlineImage(InlineImage inlineImage)
    {
    }

    private static double Length(double x, double y) => Math.Sqrt(x * x + y * y);

    private (double X, double Y) Place(in TransformationMatrix rendering, in TransformationMatrix text, in TransformationMatrix page, double x, double y)
    {
        double x1 = rendering.A * x + rendering.C * y + rendering.E, y1 = rendering.B * x + rendering.D * y + rendering.F;
        double x2 = text.A * x1 + text.C * y1 + text.E, y2 = text.B * x1 + text.D * y1 + text.F;
        return (page.A * x2 + page.C * y2 + page.E - left, height - (page.B * x2 + page.D * y2 + page.F - bottom));
    }

    /// <summary>
    /// Returns true for text without meaning. PdfPig returns the code as a character if the font has no mapping: control characters, private use,
    /// non-characters.
    /// </summary>
    private static bool IsUnmapped(string unicode)
    {
        if (unicode.Length == 0) return true;
        char first = unicode[0];
        return (first < ' ' && first is not ('\t' or '\n' or '\r')) || first is >= '\u007F' and < '\u00A0' or >= '\uE000' and <= '\uF8FF' or >= '\uFFF0'
            || (char.IsSurrogate(first) && (unicode.Length < 2 || !char.IsSurrogatePair(first, unicode[1])));
    }
}
