using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tern.Data.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Conversations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "closed_at",
                table: "tickets",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "follow_up_of_id",
                table: "tickets",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "merged_into_id",
                table: "tickets",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "other_number",
                table: "ticket_events",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "conversation_id",
                table: "messages",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "invitation",
                table: "messages",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_encrypted",
                table: "messages",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "is_sender_doubtful",
                table: "messages",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "is_signed",
                table: "messages",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "tracking_pixels",
                table: "messages",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "acknowledgement_text",
                table: "mailboxes",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "acknowledges_since",
                table: "mailboxes",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "reopens_for_days",
                table: "mailboxes",
                type: "integer",
                nullable: false,
                defaultValue: 30);

            migrationBuilder.AddColumn<string>(
                name: "signature",
                table: "mailboxes",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "uses_ticket_address",
                table: "mailboxes",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "automatic_answers",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    address_normalized = table.Column<string>(type: "text", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_automatic_answers", x => new { x.message_id, x.address_normalized });
                    table.ForeignKey(
                        name: "fk_automatic_answers_messages_message_id",
                        column: x => x.message_id,
                        principalTable: "messages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "reply_keys",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    @protected = table.Column<string>(name: "protected", type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reply_keys", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_follow_up_of_id",
                table: "tickets",
                column: "follow_up_of_id");

            migrationBuilder.CreateIndex(
                name: "ix_tickets_merged_into_id",
                table: "tickets",
                column: "merged_into_id");

            migrationBuilder.CreateIndex(
                name: "ix_messages_conversation_id",
                table: "messages",
                column: "conversation_id");

            migrationBuilder.CreateIndex(
                name: "ix_automatic_answers_address_normalized_at",
                table: "automatic_answers",
                columns: new[] { "address_normalized", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_automatic_answers_ticket_id",
                table: "automatic_answers",
                column: "ticket_id");

            migrationBuilder.AddForeignKey(
                name: "fk_tickets_tickets_follow_up_of_id",
                table: "tickets",
                column: "follow_up_of_id",
                principalTable: "tickets",
                principalColumn: "id",
                onDelete: ReferentialAction.SetNull);

            migrationBuilder.AddForeignKey(
                name: "fk_tickets_tickets_merged_into_id",
                table: "tickets",
                column: "merged_into_id",
                principalTable: "tickets",
                principalColumn: "id",
                onDelete: ReferentialAction.SetNull);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_tickets_tickets_follow_up_of_id",
                table: "tickets");

            migrationBuilder.DropForeignKey(
                name: "fk_tickets_tickets_merged_into_id",
                table: "tickets");

            migrationBuilder.DropTable(
                name: "automatic_answers");

            migrationBuilder.DropTable(
                name: "reply_keys");

            migrationBuilder.DropIndex(
                name: "ix_tickets_follow_up_of_id",
                table: "tickets");

            migrationBuilder.DropIndex(
                name: "ix_tickets_merged_into_id",
                table: "tickets");

            migrationBuilder.DropIndex(
                name: "ix_messages_conversation_id",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "closed_at",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "follow_up_of_id",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "merged_into_id",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "other_number",
                table: "ticket_events");

            migrationBuilder.DropColumn(
                name: "conversation_id",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "invitation",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "is_encrypted",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "is_sender_doubtful",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "is_signed",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "tracking_pixels",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "acknowledgement_text",
                table: "mailboxes");

            migrationBuilder.DropColumn(
                name: "acknowledges_since",
                table: "mailboxes");

            migrationBuilder.DropColumn(
                name: "reopens_for_days",
                table: "mailboxes");

            migrationBuilder.DropColumn(
                name: "signature",
                table: "mailboxes");

            migrationBuilder.DropColumn(
                name: "uses_ticket_address",
                table: "mailboxes");
        }
    }
}
