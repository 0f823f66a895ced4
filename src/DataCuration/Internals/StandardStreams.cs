using System.Diagnostics.CodeAnalysis;

namespace DataCuration;

/// <summary>The console of the process. Warnings and <see cref="ConsoleProgress"/> are all that the library writes to it.</summary>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "The only class that uses the console.")]
internal static class StandardStreams
{
    /// <summary>Gets the writer of standard error.</summary>
    public static TextWriter Error => Console.Error;

    /// <summary>Gets the writer of standard output.</summary>
    public static TextWriter Output => Console.Out;

    /// <summary>Gets a value indicating whether standard error is a terminal that can overwrite a line.</summary>
    public static bool IsErrorTerminal => !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Gets the number of columns of the terminal; 80 if it is unknown.</summary>
    public static int Columns
    {
        get
        {
            try
            {
                return Console.WindowWidth is > 0 and var width ? width : 80;
            }
            catch (Exception e) when (e is IOException or PlatformNotSupportedException)
            {
                return 80;
            }
        }
    }
}
