namespace RdpCompliance.Engine.Evidence;

/// <summary>Whose statement a source is: it decides which subject the evidence joins.</summary>
public abstract record Origin
{
    private Origin()
    {
    }

    /// <summary>
    /// State of one Windows machine. <paramref name="Machine"/> is the computer name that the source carries, <see langword="null"/> when it carries none;
    /// <paramref name="Folder"/> is where it lies, which names the machine otherwise.
    /// </summary>
    public sealed record Host(string? Machine, string Folder) : Origin
    {
        /// <summary>When the state was captured; <see langword="null"/> when the source does not say.</summary>
        public DateTimeOffset? Captured { get; init; }
    }

    /// <summary>
    /// A group policy object. <paramref name="Root"/> is the folder (or single file) that holds all files of this GPO; files with one root are one GPO.
    /// </summary>
    public sealed record GroupPolicy(string Root) : Origin
    {
        public Guid? Id { get; init; }

        public string? Name { get; init; }
    }

    /// <summary>The resultant policy of a machine (gpresult, RSoP): each value names its GPO and its precedence.</summary>
    public sealed record ResultantPolicy(string? Machine, string Folder) : Origin
    {
        public DateTimeOffset? Captured { get; init; }
    }

    /// <summary>Where GPOs are linked and in which order: a statement about a directory, about no machine and no GPO alone.</summary>
    public sealed record PolicyLinks : Origin;

    /// <summary>The settings of one client connection (.rdp).</summary>
    public sealed record ClientConnection : Origin;

    /// <summary>State of Azure resources. It answers for the resources that it holds, never for all that there are.</summary>
    public sealed record AzureState : Origin;

    /// <summary>Resources that a template would deploy.</summary>
    public sealed record Template : Origin;
}
