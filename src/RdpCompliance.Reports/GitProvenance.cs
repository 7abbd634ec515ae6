namespace RdpCompliance.Reports;

/// <summary>The commit that was scanned. The repository's address never carries credentials.</summary>
public sealed record GitProvenance
{
    private GitProvenance(Uri repository) => Repository = repository;

    public Uri Repository { get; }

    /// <summary>The commit's hash.</summary>
    public string? Revision { get; private init; }

    public string? Branch { get; private init; }

    /// <summary>Takes a remote as git prints it: an address with or without credentials, or "user@host:path".</summary>
    /// <returns><see langword="null"/> when <paramref name="remote"/> is neither, or a path of this machine.</returns>
    public static GitProvenance? TryParse(string remote, string? revision, string? branch)
    {
        var text = remote.Contains("://", StringComparison.Ordinal) ? remote : FromShortForm(remote);
        if (text is null || !Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Host.Length == 0 || address.IsFile)
        {
            return null;
        }

        // Only https addresses can be followed by whoever reads the report; ssh and git addresses name the same place.
        var port = address.Scheme is "http" or "https" && !address.IsDefaultPort ? address.Port : -1;
        var clean = new UriBuilder(address.Scheme is "http" ? "http" : "https", address.Host, port, address.AbsolutePath);
        return new(clean.Uri) { Revision = NullIfEmpty(revision), Branch = NullIfEmpty(branch) };
    }

    private static string? FromShortForm(string remote) =>
        remote.Split(':', 2) is [{ Length: > 1 } host, { Length: > 0 } path]
        && !host.Contains('/', StringComparison.Ordinal)
        && !host.Contains('\\', StringComparison.Ordinal)
            ? $"ssh://{host}/{path.TrimStart('/')}"
            : null;

    private static string? NullIfEmpty(string? text) => text is { Length: > 0 } ? text : null;
}
