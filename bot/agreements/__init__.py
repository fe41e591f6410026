"""What is known of agreements: questions that actions, cards, pages and documents ask; pure rules."""
