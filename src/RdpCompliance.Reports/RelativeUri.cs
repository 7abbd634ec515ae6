namespace RdpCompliance.Reports;

/// <summary>Names of sources as relative URIs: each part percent-encoded, so that no name is taken for a scheme, a query or a fragment.</summary>
internal static class RelativeUri
{
    public static string Of(string path) => string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").Select(Encode));

    /// <summary>
    /// ".." would be resolved by whoever reads it, and means another file where there are symbolic links; it cannot be encoded so that everybody keeps it.
    /// </summary>
    private static string Encode(string part) => part == ".." ? "_parent_" : Uri.EscapeDataString(part);
}
