namespace DataCuration.Extraction;

/// <summary>The ways in which style declarations hide an element.</summary>
[Flags]
internal enum HidingStyles
{
    None = 0,

    /// <summary><c>display: none</c> and the like.</summary>
    Display = 1,

    /// <summary><c>visibility: hidden</c>.</summary>
    Visibility = 2,

    /// <summary><c>opacity: 0</c>.</summary>
    Opacity = 4,

    /// <summary>No width or height, with the overflow cut off.</summary>
    Size = 8,

    /// <summary>Outside the window, or cut off by a clip.</summary>
    Position = 16,

    /// <summary>Letters of no size.</summary>
    Font = 32,

    /// <summary>Letters in the colour of their background.</summary>
    Color = 64,
}
