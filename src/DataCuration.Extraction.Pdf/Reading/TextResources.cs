using System.Diagnostics.CodeAnalysis;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Graphics.Colors;
using UglyToad.PdfPig.PdfFonts;
using UglyToad.PdfPig.Tokenization.Scanner;
using UglyToad.PdfPig.Tokens;

namespace DataCuration.Extraction.Pdf;

/// <summary>
/// The resources of a page needed for text: fonts that give widths without drawing glyphs (<see cref="SimpleFont"/>), without colour spaces, patterns and
/// shadings. PdfPig builds those at the start of a page, by recursion through functions and colour spaces that can refer to themselves.
/// </summary>
internal sealed class TextResources(IResourceStore inner, IPdfTokenScanner scanner) : IResourceStore
{
    private static readonly string[] Unneeded = ["Shading", "Pattern", "ColorSpace"];
    private readonly Stack<DictionaryToken?> fontNames = new();
    private readonly Dictionary<IFont, SimpleFont?> simpleFonts = new(ReferenceEqualityComparer.Instance);

    public void LoadResourceDictionary(DictionaryToken resourceDictionary)
    {
        foreach (string name in Unneeded)
            if (resourceDictionary.Data.ContainsKey(name)) resourceDictionary = resourceDictionary.Without(name);
        inner.LoadResourceDictionary(resourceDictionary);
        fontNames.Push(resourceDictionary.Data.TryGetValue("Font", out IToken? names) ? Resolve(names) as DictionaryToken : null);
    }

    public void UnloadResourceDictionary()
    {
        fontNames.TryPop(out _);
        inner.UnloadResourceDictionary();
    }

    public IFont? GetFont(NameToken name) => inner.GetFont(name);

    /// <summary>Gets a font by name, if it takes its widths from the font dictionary.</summary>
    /// <param name="name">The name in the resources.</param>
    public SimpleFont? GetSimpleFont(NameToken? name)
    {
        if (name is null || inner.GetFont(name) is not { } font) return null;
        if (!simpleFonts.TryGetValue(font, out SimpleFont? known)) simpleFonts.Add(font, known = Simplify(name, font));
        return known;
    }

    public bool TryGetXObject(NameToken name, [NotNullWhen(true)] out StreamToken? stream) => inner.TryGetXObject(name, out stream);

    public bool TryGetXObjectReference(NameToken name, out IndirectReference reference) => inner.TryGetXObjectReference(name, out reference);

    public DictionaryToken? GetExtendedGraphicsStateDictionary(NameToken name) => inner.GetExtendedGraphicsStateDictionary(name);

    public IFont GetFontDirectly(IndirectReferenceToken fontReferenceToken) => inner.GetFontDirectly(fontReferenceToken);

    public bool TryGetNamedColorSpace(NameToken? name, out ResourceColorSpace namedColorSpace)
    {
        namedColorSpace = default;
        return false;
    }

    public ColorSpaceDetails GetColorSpaceDetails(NameToken? name, DictionaryToken? dictionary) => DeviceGrayColorSpaceDetails.Instance;

    public ColorSpaceDetails GetDeviceColorSpaceDetails(ColorSpace colorSpace) => DeviceGrayColorSpaceDetails.Instance;

    public DictionaryToken? GetMarkedContentPropertiesDictionary(NameToken name) => inner.GetMarkedContentPropertiesDictionary(name);

    public IReadOnlyDictionary<NameToken, PatternColor> GetPatterns() => new Dictionary<NameToken, PatternColor>();

    public Shading GetShading(NameToken name) => inner.GetShading(name);

    private SimpleFont? Simplify(NameToken name, IFont font)
    {
        // PdfPig's other fonts take widths from elsewhere (metrics of the standard fonts, CID widths). These are the names of its classes for the supported
        // kinds.
        if (font.IsVertical || font.GetType().Name is not ("Type1FontSimple" or "TrueTypeSimpleFont")) return null;
        foreach (DictionaryToken? names in fontNames)
        {
            // As in PdfPig: the innermost name that is a reference.
            if (names is null || !names.Data.TryGetValue(name.Data, out IToken? value) || value is not IndirectReferenceToken) continue;
            if (Resolve(value) is not DictionaryToken dictionary || !dictionary.Data.TryGetValue("FirstChar", out IToken? first)
                || Resolve(first) is not NumericToken firstChar
                || !dictionary.Data.TryGetValue("Widths", out IToken? list) || Resolve(list) is not ArrayToken { Data: var tokens }) return null;
            var widths = new double[Math.Min(tokens.Count, 256)];
            for (int i = 0; i < widths.Length; i++)
            {
                if (Resolve(tokens[i]) is not NumericToken width) return null;
                widths[i] = width.Double;
            }
            return new SimpleFont(font, firstChar.Int, widths);
        }
        return null;
    }

    private IToken? Resolve(IToken token) => token is IndirectReferenceToken reference ? scanner.Get(reference.Data)?.Data : token;
}
