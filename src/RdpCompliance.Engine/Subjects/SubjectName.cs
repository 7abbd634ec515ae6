namespace RdpCompliance.Engine.Subjects;

/// <summary>What a subject is called in reports. Two subjects may be called alike; <see cref="SubjectId"/> tells them apart.</summary>
/// <param name="Kind">A kind of <c>policies/subjects.yml</c>.</param>
/// <param name="Name">Name within its owner: "RDP-Tcp", "SeDenyRemoteInteractiveLogonRight".</param>
/// <param name="Owner">The machine, GPO or template it belongs to; <see langword="null"/> when it is that itself.</param>
public sealed record SubjectName(string Kind, string Name, string? Owner)
{
    /// <summary>"listener 'RDP-Tcp' of 'host1'"</summary>
    public override string ToString() => Owner is null ? $"{Kind} '{Name}'" : $"{Kind} '{Name}' of '{Owner}'";
}
