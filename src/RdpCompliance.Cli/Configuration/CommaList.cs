using System.Collections.Immutable;
using RdpCompliance.Reports;

namespace RdpCompliance.Cli.Configuration;

/// <summary>Several words in one value of the command line or of a variable: "host,client". Files of the configuration have lists of their own.</summary>
internal static class CommaList
{
    /// <summary>Names of files and globs may hold commas, so that they are not parted.</summary>
    /// <param name="key">A key of <see cref="ConfigurationShape"/>.</param>
    public static ImmutableArray<string> Of(string key, string text) => key switch
    {
        ConfigurationShape.Roles => Parts(text),
        ConfigurationShape.Format => Formats(text),
        _ => [text],
    };

    /// <summary>Nothing is a word too: a wrong one.</summary>
    public static ImmutableArray<string> Parts(string text) => [.. text.Split(',', StringSplitOptions.TrimEntries)];

    /// <summary>"text,sarif=out,1.sarif" is two: a comma parts formats where a format follows.</summary>
    private static ImmutableArray<string> Formats(string text)
    {
        var formats = ImmutableArray.CreateBuilder<string>();
        foreach (var part in text.Split(','))
        {
            if (formats.Count > 0 && formats[^1].Contains('=', StringComparison.Ordinal) && ReportFormats.Find(part.Split('=')[0].Trim()) is null)
            {
                formats[^1] += $",{part}";
            }
            else
            {
                formats.Add(part.Trim());
            }
        }

        return formats.DrainToImmutable();
    }
}
