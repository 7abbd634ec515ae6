using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Subjects;
using RdpCompliance.Engine.Subjects.Resources;

namespace RdpCompliance.Engine.Derivations.Azure;

/// <summary>When the registration token of a host pool of Azure Virtual Desktop expires.</summary>
internal sealed class HostPoolDerivation : IFieldDerivation
{
    private const string ExpirationTime = "registrationInfo.expirationTime";

    public string Kind => "Microsoft.DesktopVirtualization/hostPools";

    public ImmutableArray<string> Keys => [];

    public Fact? Derive(Subject subject, string field, Estate estate) =>
        field == "registration-expires" && subject.Resource is { } resource ? Expires(resource) : null;

    /// <summary>A time that is counted from the deployment is none that can be past.</summary>
    private static Fact Expires(Resource resource)
    {
        if (ResourceShape.At(resource.Body, ExpirationTime).FirstOrDefault() is Node.Unresolved unknown && unknown.Expression.Contains("utcNow", StringComparison.OrdinalIgnoreCase))
        {
            return Fact.Absent() with { Places = ResourceFacts.PlacesOf(unknown, resource, ExpirationTime), Because = "it is counted from the deployment" };
        }

        return ResourceFacts.At(resource, [ExpirationTime]);
    }
}
