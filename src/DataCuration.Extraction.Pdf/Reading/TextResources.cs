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
    private readonly Dictionary<IFont, FontTraits> traits = new(ReferenceEqualityComparer.Instance);

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

    /// <summary>Gets the traits of a font. Each font of the document has one object, which collects the widths of its letters.</summary>
    /// <param name="name">The name in the resources, or null.</param>
    /// <param name="font">PdfPig's font.</param>
    public FontTraits GetTraits(NameToken? name, IFont font)
    {
        if (traits.TryGetValue(font, out FontTraits? known)) return known;
        DictionaryToken? dictionary = FindDictionary(name), descriptor = null;
        if (dictionary is not null)
        {
            DictionaryToken? described = dictionary;
            if (Get(dictionary, "DescendantFonts") is ArrayToken { Data.Count: > 0 } descendants) described = Resolve(descendants.Data[0]) as DictionaryToken;
            descriptor = described is null ? null : Get(described, "FontDescriptor") as DictionaryToken;
        }
        string fontName = (dictionary is null ? null : Get(dictionary, "BaseFont") as NameToken)?.Data ?? font.Name?.Data ?? "";
        traits.Add(font, known = FontNames.Describe(fontName, descriptor is null ? 0 : Number(descriptor, "Flags"),
            descriptor is null ? 0 : Number(descriptor, "FontWeight")));
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
        if (FindDictionary(name) is not { } dictionary || Get(dictionary, "FirstChar") is not NumericToken firstChar
            || Get(dictionary, "Widths") is not ArrayToken { Data: var tokens }) return null;
        var widths = new double[Math.Min(tokens.Count, 256)];
        for (int i = 0; i < widths.Length; i++)
        {
            if (Resolve(tokens[i]) is not NumericToken width) return null;
            widths[i] = width.Double;
        }
        return new SimpleFont(font, GetTraits(name, font), firstChar.Int, widths);
    }

    /// <summary>Gets the dictionary of a font. As in PdfPig, it is that of the innermost name that is a reference.</summary>
    private DictionaryToken? FindDictionary(NameToken? name)
    {
        if (name is null) return null;
        foreach (DictionaryToken? names in fontNames)
        {
            if (names is not null && names.Data.TryGetValue(name.Data, out IToken? value) && value is IndirectReferenceToken)
                return Resolve(value) as DictionaryToken;
        }
        return null;
    }

    private IToken? Get(DictionaryToken dictionary, string key) => dictionary.Data.TryGetValue(key, out IToken? value) ? Resolve(value) : null;

    private double Number(DictionaryToken dictionary, string key) => (Get(dictionary, key) as NumericToken)?.Double ?? 0;

    private IToken? Resolve(IToken token) => token is IndirectReferenceToken reference ? scanner.Get(reference.Data)?.Data : token;
}
