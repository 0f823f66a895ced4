using System.ComponentModel;
using System.Diagnostics;

namespace DataCuration.Conformance;

/// <summary>Runs poppler's pdftotext, with which PDF extraction is compared.</summary>
public static class PdfToText
{
    /// <summary>Returns a file's text from pdftotext in its default mode.</summary>
    /// <param name="file">The PDF.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The text; null if pdftotext is not installed.</returns>
    public static async Task<string?> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            using Process? process = Process.Start(new ProcessStartInfo("pdftotext", ["-q", "-enc", "UTF-8", file, "-"])
            {
                RedirectStandardOutput = true,
                StandardOutputEncoding = System.Text.Encoding.UTF8
            });
            if (process is null) return null;
            string text = await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return text;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
