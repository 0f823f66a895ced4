using System.Diagnostics.CodeAnalysis;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Graphics.Colors;
using UglyToad.PdfPig.PdfFonts;
using UglyToad.PdfPig.Tokens;

namespace DataCuration;

/// <summary>
/// A page's resources without colour spaces, patterns and shadings. PdfPig builds them when a page begins, by recursion through functions and colour spaces that may refer
/// to themselves; text needs none of them.
/// </summary>
internal sealed class TextResources(IResourceStore inner) : IResourceStore
{
    public void LoadResourceDictionary(DictionaryToken resourceDictionary)
    {
        foreach (string name in new[] { "Shading", "Pattern", "ColorSpace" })
            if (resourceDictionary.Data.ContainsKey(name)) resourceDictionary = resourceDictionary.Without(name);
        inner.LoadResourceDictionary(resourceDictionary);
    }

    public void UnloadResourceDictionary() => inner.UnloadResourceDictionary();

    public IFont? GetFont(NameToken name) => inner.GetFont(name);

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
}
