using System.Text;

namespace DataCuration.Extraction;

/// <summary>The effect of style declarations on the visibility of an element.</summary>
internal readonly record struct StyleEffect
{
    /// <summary>The ways in which the declarations hide.</summary>
    public HidingStyles Hides { get; init; }

    /// <summary>The ways of hiding that the declarations undo.</summary>
    public HidingStyles Shows { get; init; }

    /// <summary>True if a script or an animation is about to change the declarations.</summary>
    public bool IsAnimated { get; init; }

    /// <summary>The colour of the text as 0xRRGGBB; -1 if it is not declared or not known.</summary>
    public int Color { get; init; }

    /// <summary>The colour of the background as 0xRRGGBB; -1 if it is not declared or not known.</summary>
    public int Background { get; init; }

    /// <summary>True if a background is declared, known or not.</summary>
    public bool HasBackground { get; init; }

    /// <summary>Reads declarations.</summary>
    /// <param name="text">The declarations, as in a style attribute or between the braces of a rule.</param>
    public static StyleEffect Read(ReadOnlySpan<byte> text)
    {
        HidingStyles hides = HidingStyles.None, shows = HidingStyles.None;
        bool isPlaced = false, isFar = false, isClipped = false, isSmall = false, cutsOff = false, isAnimated = false, isTransparent = false, clipsText = false;
        bool isScaled = false, hasBackground = false;
        int color = -1, background = -1;
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)';');
            ReadOnlySpan<byte> declaration = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            int colon = declaration.IndexOf((byte)':');
            if (colon <= 0) continue;
            ReadOnlySpan<byte> name = declaration[..colon].TrimSpaces();
            ReadOnlySpan<byte> value = declaration[(colon + 1)..].TrimSpaces();
            if (name.Length < 3 || value.IsEmpty) continue;
            switch (name[0] | 0x20)
            {
                case 'd' when Is(name, "display"u8):
                    if (StyleText.StartsWith(value, "none"u8)) hides |= HidingStyles.Display;
                    else shows |= HidingStyles.Display;
                    break;
                case 'v' when Is(name, "visibility"u8):
                    if (StyleText.StartsWith(value, "hidden"u8) || StyleText.StartsWith(value, "collapse"u8)) hides |= HidingStyles.Visibility;
                    else shows |= HidingStyles.Visibility;
                    break;
                case 'c' when Is(name, "content-visibility"u8) && StyleText.StartsWith(value, "hidden"u8):
                    hides |= HidingStyles.Display;
                    break;
                case 'c' when Is(name, "clip"u8):
                    if (StyleText.StartsWith(value, "rect"u8)) isClipped = true;
                    else shows |= HidingStyles.Position;
                    break;
                case 'c' when Is(name, "clip-path"u8):
                    if (StyleText.IsEmptyShape(value)) hides |= HidingStyles.Position;
                    break;
                case 'c' when Is(name, "color"u8):
                    color = StyleText.Color(value);
                    isTransparent = StyleText.IsTransparent(value);
                    shows |= HidingStyles.Color;
                    break;
                case 'b' when Is(name, "background"u8) || Is(name, "background-color"u8):
                    background = StyleText.Color(value);
                    hasBackground = true;
                    break;
                case 'b' or '-' when name.EndsWith("background-clip"u8):
                    clipsText = StyleText.StartsWith(value, "text"u8);
                    break;
                case 'o' when Is(name, "opacity"u8):
                    if (StyleText.Length(value, out double opacity, out _) && opacity < 0.02) hides |= HidingStyles.Opacity;
                    else shows |= HidingStyles.Opacity;
                    break;
                case 'o' when StyleText.StartsWith(name, "overflow"u8):
                    cutsOff |= StyleText.StartsWith(value, "hidden"u8) || StyleText.StartsWith(value, "clip"u8);
                    break;
                case 'f' when Is(name, "font-size"u8):
                    if (StyleText.IsTiny(value)) hides |= HidingStyles.Font;
                    else shows |= HidingStyles.Font;
                    break;
                case 'p' when Is(name, "position"u8):
                    isPlaced = !StyleText.StartsWith(value, "static"u8);
                    if (!isPlaced) shows |= HidingStyles.Position;
                    break;
                case 'l' when Is(name, "left"u8):
                case 'r' when Is(name, "right"u8):
                case 't' when Is(name, "top"u8):
                case 'b' when Is(name, "bottom"u8):
                    if (StyleText.IsFar(value)) isFar = true;
                    else shows |= HidingStyles.Position;
                    break;
                case 't' when Is(name, "text-indent"u8) && StyleText.IsFar(value):
                case 'm' when StyleText.StartsWith(name, "margin"u8) && StyleText.IsFar(value):
                    hides |= HidingStyles.Position;
                    break;
                case 'w' when Is(name, "width"u8):
                case 'h' when Is(name, "height"u8):
                case 'm' when Is(name, "max-height"u8) || Is(name, "max-width"u8):
                    if (StyleText.IsTiny(value)) isSmall = true;
                    else shows |= HidingStyles.Size | HidingStyles.Position;
                    break;
                case 't' or '-' when name.EndsWith("transform"u8) && !Is(name, "text-transform"u8):
                    isAnimated = true;
                    isScaled |= StyleText.StartsWith(value, "scale(0)"u8) || StyleText.StartsWith(value, "scale(0,"u8);
                    if (value.IndexOf("(-9999"u8) >= 0) hides |= HidingStyles.Position;
                    break;
                case 't' when StyleText.StartsWith(name, "transition"u8):
                case 'a' when StyleText.StartsWith(name, "animation"u8):
                case 'w' when Is(name, "will-change"u8):
                case '-' when name.IndexOf("animation"u8) >= 0 || name.IndexOf("transition"u8) >= 0:
                    isAnimated = true;
                    break;
            }
        }
        if (isPlaced && (isFar || isClipped)) hides |= HidingStyles.Position;
        if ((isSmall && cutsOff) || isScaled) hides |= HidingStyles.Size;
        if (!clipsText && (isTransparent || (color >= 0 && color == background))) hides |= HidingStyles.Color;
        return new()
        {
            Hides = hides,
            Shows = shows & ~hides,
            IsAnimated = isAnimated,
            Color = color,
            Background = background,
            HasBackground = hasBackground,
        };
    }

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> lower) => Ascii.EqualsIgnoreCase(name, lower);
}
